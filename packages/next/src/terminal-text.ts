/**
 * Text of pages and paths, safe to print: without what moves a cursor, changes colours or turns the direction of what stands beside it.
 * Each such code unit becomes `\uXXXX`, which is right in JSON too.
 */
export function terminalText(text: string): string {
  return text.replaceAll(UNPRINTABLE, escapeUnits)
}

// Control characters, format characters (those of direction among them), line separators, and what is no character.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu

function escapeUnits(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => {
    return `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}

/** The same, line by line. */
export function terminalLines(text: string): string {
  return text.split('\n').map(terminalText).join('\n')
}
