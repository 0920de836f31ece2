/** A directive to be written: its name and words. */
export interface WrittenDirective {
  readonly name: string
  readonly words: readonly string[]
}

/**
 * One policy as text for a header. Words that hold a character no header list can carry are left out, and so are directives with such a
 * name: none of them means anything to a browser, and neither can add a directive, a policy or a header line.
 */
export function writePolicy(directives: readonly WrittenDirective[]): string {
  return directives
    .filter(({ name }) => isCarried(name))
    .map(({ name, words }) => {
      const carried = words.filter(isCarried)
      // Any word beside it keeps 'allow' from allowing.
      const value = name === 'webrtc' && carried.length < words.length ? ["'block'"] : carried
      return [name, ...value].join(' ')
    })
    .join('; ')
}

/** Printable ASCII without white space, `;` and `,`. */
function isCarried(word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index)
    if (code <= 0x20 || code >= 0x7f || code === 0x3b || code === 0x2c) return false
  }
  return word !== ''
}
