import { showValue } from '../finding.ts'

// The quotation marks Firefox writes, and what stands where something was cut.
const TYPOGRAPHIC = '‘’…'

/** A text that others sent, as a log or a terminal may show it: one line of ASCII, cut after about `most` characters. */
export function printable(text: string, most: number): string {
  let shown = ''
  for (let index = 0; index < text.length; index++) {
    if (shown.length >= most) return `${shown}…`
    const code = text.charCodeAt(index)
    const character = text.charAt(index)
    const plain = (code >= 0x20 && code < 0x7f) || TYPOGRAPHIC.includes(character)
    shown += plain ? character : `\\u${code.toString(16).padStart(4, '0')}`
  }
  return shown
}

/** `showValue`, without the control characters and directions that JSON leaves alone. */
export function show(value: unknown): string {
  return printable(showValue(value), 400)
}
