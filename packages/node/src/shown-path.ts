const LONGEST_SHOWN = 200

/** A request's path as a log or a terminal may show it: in ASCII, and cut. HTTP/2 lets control characters through. */
export function showPath(path: string): string {
  const shown = path.length > LONGEST_SHOWN ? `${path.slice(0, LONGEST_SHOWN)}…` : path
  return Array.from(shown, showCharacter).join('')
}

function showCharacter(character: string): string {
  const isPlain = (character >= ' ' && character <= '~') || character === '…'
  return isPlain ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
