/** UTF-16 code units that are kept of a text in a report. */
export const LONGEST_TEXT = 2048
/** The same of the policy, which browsers repeat whole. */
export const LONGEST_POLICY = 16_384

/** An object as `JSON.parse` makes it. */
export type JsonObject = { readonly [key: string]: unknown }

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property of the object's own: what it inherits, such as `toString`, nobody posted. */
export function readField(from: JsonObject, name: string): unknown {
  return Object.hasOwn(from, name) ? from[name] : undefined
}

/** The first that is there: engines leave out what they do not know, and Firefox sends null for it. */
export function readFirst(from: JsonObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = readField(from, name)
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** `''` for anything but a text; a number is taken as it is written. */
export function textOf(value: unknown, longest: number = LONGEST_TEXT): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  return value.length > longest ? value.slice(0, longest) : value
}

/** A whole number from 0 up to 2^31 - 1, in digits or as a number: engines disagree. 0 for anything else. */
export function countOf(value: unknown): number {
  const number = typeof value === 'string' ? digitsOf(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return 0
  // Not -0, which JSON has and which would not equal 0 in a test.
  return number > 0 && number <= 0x7fff_ffff ? number : 0
}

// Not Number(), which reads '', '0x1f' and '1e3' as numbers too.
function digitsOf(text: string): number {
  if (text === '' || text.length > 10) return 0
  let number = 0
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30
    if (digit < 0 || digit > 9) return 0
    number = number * 10 + digit
  }
  return number
}
