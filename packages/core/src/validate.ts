import { type Finding, type FindingCode, showValue } from './finding.ts'
import { nearestName } from './nearest.ts'

/** Where a check stands in the configuration, and where its findings go. */
export interface Place {
  readonly path: string
  readonly findings: Finding[]
}

export function at(place: Place, key: string | number): Place {
  const path = typeof key === 'number' ? `${place.path}[${key}]` : place.path === '' ? key : `${place.path}.${key}`
  return { path, findings: place.findings }
}

interface Details {
  readonly fix?: string
  readonly see?: string
  readonly severity?: Finding['severity']
}

export function report(place: Place, code: FindingCode, value: unknown, message: string, details: Details = {}): void {
  place.findings.push(Object.freeze({ code, severity: 'error', path: place.path, value, message, ...details }))
}

export type UnknownRecord = { readonly [key: string]: unknown }

/**
 * Narrows to an object with no other keys than these; reports what is wrong otherwise. `meanings`: what people mean by names that are
 * no misspellings of these.
 */
export function checkObject(
  value: unknown,
  keys: readonly string[],
  place: Place,
  meanings: ReadonlyMap<string, string> = NO_MEANINGS,
): value is UnknownRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const fix = `Write an object with ${keys.join(', ')}.`
    // No environment variable is an object, so an unset one is not the cause.
    if (value === undefined || value === null) {
      report(place, 'unset-value', value, `The value is ${showValue(value)}, but an object is needed.`, { fix })
    } else reportType(place, value, 'an object', fix)
    return false
  }
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue
    const nearest = meanings.get(key) ?? nearestName(key, keys)
    const fix = nearest ? `Did you mean ${nearest}?` : `Known here: ${keys.join(', ')}.`
    report(at(place, key), 'unknown-key', key, `${showValue(key)} is not an option.`, { fix })
  }
  return true
}

const NO_MEANINGS: ReadonlyMap<string, string> = new Map()

/** Reports a value of the wrong type; an unset one and an empty list are told apart, because the cause is usually elsewhere. */
export function reportType(place: Place, value: unknown, expected: string, fix: string = `Write ${expected}.`): void {
  if (value === undefined || value === null || value === '') {
    report(place, 'unset-value', value, `The value is ${showValue(value)}, but ${expected} is needed.`, {
      fix: 'Is an environment variable unset? Set it, or stop at start-up when it is missing.',
    })
    return
  }
  if (Array.isArray(value) && value.length === 0) {
    report(place, 'unset-value', value, `The list is empty, but ${expected} is needed.`, { fix })
    return
  }
  report(place, 'invalid-type', value, `${showKind(value)}, where ${expected} is needed.`, { fix })
}

const KINDS: Readonly<Record<string, string>> = {
  '[object Array]': 'a list',
  '[object Date]': 'a date',
  '[object Map]': 'a map',
  '[object Promise]': 'a promise',
  '[object RegExp]': 'a regular expression',
  '[object Set]': 'a set',
  '[object URL]': 'a URL object',
}

/** What a value is, in words: `a text`, `a regular expression`. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a text'
  if (typeof value !== 'object') return `a ${typeof value}`
  return KINDS[Object.prototype.toString.call(value)] ?? 'an object'
}

function showKind(value: unknown): string {
  const kind = kindOf(value)
  // Of the others JSON shows nothing, or too much.
  const isShown =
    typeof value !== 'object' || kind === 'a list' || kind === 'a regular expression' || kind === 'an object'
  return isShown && typeof value !== 'function' ? `${showValue(value)} is ${kind}` : `The value is ${kind}`
}

export function checkBoolean(value: unknown, place: Place): value is boolean {
  if (typeof value === 'boolean') return true
  const isWord = value === 'true' || value === 'false'
  reportType(place, value, 'true or false', isWord ? `Write ${value}, without quotes.` : undefined)
  return false
}

/** A non-empty list of non-empty texts, each of which `check` judges; a repeated one is an error. Returns the usable ones. */
export function checkTexts(
  value: unknown,
  place: Place,
  expected: string,
  check: (text: string, place: Place) => string | undefined,
): readonly string[] {
  if (!Array.isArray(value)) {
    reportType(place, value, expected)
    return []
  }
  const seen = new Set<string>()
  value.forEach((item: unknown, index) => {
    const here = at(place, index)
    if (typeof item !== 'string' || item === '') {
      reportType(here, item, 'a non-empty text')
      return
    }
    const usable = check(item, here)
    if (usable === undefined) return
    if (seen.has(usable)) {
      report(here, 'duplicate-value', item, `${showValue(item)} is listed twice.`, { fix: 'Remove one of the two.' })
    }
    seen.add(usable)
  })
  return [...seen]
}
