import type { Group } from '../group.ts'
import type { ReportQuery } from '../store.ts'

/** The texts of a group that a query can ask for by their names. */
export const GROUP_TEXTS: readonly Exclude<keyof Group & keyof ReportQuery, 'noise'>[] = [
  'site',
  'policy',
  'disposition',
  'directive',
  'blocked',
  'page',
  'browser',
  'standing',
]

const DISPOSITIONS: readonly Group['disposition'][] = ['enforce', 'report']
const BROWSERS: readonly Group['browser'][] = ['chromium', 'firefox', 'webkit', 'other']
const STANDINGS: readonly Group['standing'][] = ['consistent', 'unknown-policy', 'inconsistent', 'foreign']
const CONFIDENCES: readonly NonNullable<Group['noise']>['confidence'][] = ['sure', 'likely']

/** What a row of a table or a line of a file has under a name. */
export type FieldReader = (name: string) => unknown

/** Whether a group is one of those asked for. */
export function isAskedFor(group: Group & { readonly fingerprint: string }, query: ReportQuery): boolean {
  if (query.fingerprint !== undefined && query.fingerprint !== group.fingerprint) return false
  if (query.noise !== undefined && query.noise !== (group.noise !== null)) return false
  return GROUP_TEXTS.every((name) => query[name] === undefined || query[name] === group[name])
}

/** A group from wherever it was kept. Throws an error that names the field. */
export function readGroup(field: FieldReader): Group {
  return {
    site: readText(field, 'site'),
    policy: readText(field, 'policy'),
    disposition: readOneOf(field, 'disposition', DISPOSITIONS),
    directive: readText(field, 'directive'),
    blocked: readText(field, 'blocked'),
    page: readText(field, 'page'),
    browser: readOneOf(field, 'browser', BROWSERS),
    standing: readOneOf(field, 'standing', STANDINGS),
    noise: readNoise(field),
  }
}

export function readText(field: FieldReader, name: string): string {
  const value = field(name)
  if (typeof value !== 'string') throw new TypeError(`${name} is no text`)
  return value
}

/** Drivers give 64-bit numbers as texts. */
export function readNumber(field: FieldReader, name: string): number {
  const value = field(name)
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  const plain = typeof number === 'bigint' ? Number(number) : number
  if (typeof plain !== 'number' || !Number.isSafeInteger(plain)) throw new TypeError(`${name} is no whole number`)
  return plain
}

function readNoise(field: FieldReader): Group['noise'] {
  if (field('noise_rule') === null) return null
  return { rule: readText(field, 'noise_rule'), confidence: readOneOf(field, 'noise_confidence', CONFIDENCES) }
}

function readOneOf<Value extends string>(field: FieldReader, name: string, values: readonly Value[]): Value {
  const value = field(name)
  const known = values.find((one) => one === value)
  if (known === undefined) throw new TypeError(`${name} is none of ${values.join(', ')}`)
  return known
}
