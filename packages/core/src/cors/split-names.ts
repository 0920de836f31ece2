import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { type Place, report } from '../validate.ts'

/** The names in a text that holds several, as entries of a list and mended; undefined when it is no such text. */
export function splitNames(text: string, mend: (name: string) => string): string | undefined {
  const names = text
    .split(',')
    .flatMap((part) => part.split(' '))
    .filter((name) => name !== '')
  return names.length > 0 && names.every(isToken)
    ? names.map((name) => JSON.stringify(mend(name))).join(', ')
    : undefined
}

/** Reports a text such as `GET,PUT` in place of a list: other libraries take it. */
export function wasJoined(value: unknown, key: string, mend: (name: string) => string, place: Place): boolean {
  if (typeof value !== 'string') return false
  const names = splitNames(value, mend)
  if (names === undefined) return false
  report(place, 'invalid-type', value, `${showValue(value)} is a text, where a list or '*' is needed.`, {
    fix: `Write ${key}: [${names}].`,
  })
  return true
}
