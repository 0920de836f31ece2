/** Infra's ASCII white space: TAB, LF, FF, CR and space, and not what else JavaScript takes for white space. */
export function isAsciiWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d
}

export function stripAsciiWhitespace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isAsciiWhitespace(text.charCodeAt(start))) start++
  while (end > start && isAsciiWhitespace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

export function splitOnAsciiWhitespace(text: string): readonly string[] {
  const words: string[] = []
  let start = 0
  for (let index = 0; index <= text.length; index++) {
    if (index < text.length && !isAsciiWhitespace(text.charCodeAt(index))) continue
    if (index > start) words.push(text.slice(start, index))
    start = index + 1
  }
  return words
}

/** ASCII letters only: `toLowerCase()` turns the Kelvin sign into a k. */
export function asciiLowerCase(text: string): string {
  const all = text.toLowerCase()
  if (all === text) return text
  let lower = ''
  for (const character of text) lower += character >= 'A' && character <= 'Z' ? character.toLowerCase() : character
  return lower
}
