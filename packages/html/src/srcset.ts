import { isAsciiWhitespace } from './ascii.ts'

/** The URLs of a `srcset`: https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute, descriptors aside. */
export function srcsetUrls(srcset: string): readonly string[] {
  const urls: string[] = []
  let index = 0
  while (index < srcset.length) {
    // 4
    while (index < srcset.length && (isAsciiWhitespace(srcset.charCodeAt(index)) || srcset.charAt(index) === ','))
      index++
    if (index >= srcset.length) break // 5
    const start = index
    while (index < srcset.length && !isAsciiWhitespace(srcset.charCodeAt(index))) index++ // 6
    let end = index
    while (end > start && srcset.charAt(end - 1) === ',') end--
    urls.push(srcset.slice(start, end))
    // 8: commas at the end of the URL end the candidate; otherwise its descriptors go on to the next comma outside parentheses.
    if (end === index) index = endOfDescriptors(srcset, index)
  }
  return urls
}

function endOfDescriptors(srcset: string, from: number): number {
  let isInParentheses = false
  for (let index = from; index < srcset.length; index++) {
    const character = srcset.charAt(index)
    if (character === '(') isInParentheses = true
    else if (character === ')') isInParentheses = false
    else if (character === ',' && !isInParentheses) return index + 1
  }
  return srcset.length
}
