/** One directive of a policy's text: its name in lower case, and the words after it. */
export interface DirectiveWords {
  readonly name: string
  readonly words: readonly string[]
}

/**
 * Cuts the text of one policy into directives as a browser does (CSP3 §2.2.1), but leaves nothing out: a repeated directive and one
 * with foreign characters are given too, for the checks to refuse.
 */
export function parseDirectives(text: string): readonly DirectiveWords[] {
  const directives: DirectiveWords[] = []
  for (const part of text.split(';')) {
    const [name, ...words] = splitWords(part)
    if (name !== undefined) directives.push({ name: lowerCase(name), words })
  }
  return directives
}

/** Splits on ASCII white space: TAB, LF, FF, CR and space, and not what else JavaScript takes for white space. */
function splitWords(text: string): readonly string[] {
  const words: string[] = []
  let start = 0
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0x20
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d) continue
    if (index > start) words.push(text.slice(start, index))
    start = index + 1
  }
  return words
}

/** ASCII only: toLowerCase() turns the Kelvin sign into a k. */
function lowerCase(text: string): string {
  let lower = ''
  for (const character of text) lower += character >= 'A' && character <= 'Z' ? character.toLowerCase() : character
  return lower
}
