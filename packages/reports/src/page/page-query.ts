import { printable } from '@sallyport/core'
import type { Browser, Group, Standing } from '../group.ts'

export const STANDINGS: readonly Standing[] = ['consistent', 'unknown-policy', 'inconsistent', 'foreign']
const BROWSERS: readonly Browser[] = ['chromium', 'firefox', 'webkit', 'other']
const DISPOSITIONS: readonly Group['disposition'][] = ['enforce', 'report']

/** How long a time the page shows, and in how many parts. Hours are what stores count by, so parts are whole ones. */
export const RANGES = {
  '24h': { bucketHours: 1, buckets: 24 },
  '7d': { bucketHours: 6, buckets: 28 },
  '30d': { bucketHours: 24, buckets: 30 },
} as const
export type RangeName = keyof typeof RANGES

export const FACETS = ['site', 'directive', 'blocked', 'page', 'browser', 'disposition'] as const
export type Facet = (typeof FACETS)[number]

export interface PageQuery {
  readonly range: RangeName
  readonly standing: Standing
  readonly noise: 'hide' | 'show'
  /** What is left out is no condition. */
  readonly site?: string
  readonly directive?: string
  readonly blocked?: string
  readonly page?: string
  readonly browser?: Browser
  readonly disposition?: Group['disposition']
  /** The group to explain. */
  readonly group?: string
  /** How many groups to list. */
  readonly limit: number
}

const LONGEST = 2_048
const FEW_GROUPS = 25
const MOST_GROUPS = 500

/**
 * The filters that an address holds, or in words what is wrong with them. Other parameters are the app's own and left alone: its routing or its sign-in may need
 * them.
 */
export function readPageQuery(parameters: URLSearchParams): PageQuery | string {
  const problems: string[] = []
  const text = (name: string): string | undefined => {
    const [value, second] = parameters.getAll(name)
    if (second !== undefined) problems.push(`${name} stands there more than once.`)
    if (value !== undefined && value.length > LONGEST) problems.push(`${name} is longer than ${LONGEST} characters.`)
    return value
  }
  const oneOf = <const T extends string>(name: string, known: readonly T[]): T | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const found = known.find((one) => one === value)
    if (found === undefined) problems.push(`${name} is ${show(value)}; it can be ${known.join(', ')}.`)
    return found
  }
  const [site, directive, blocked, page] = ['site', 'directive', 'blocked', 'page'].map(text)
  const browser = oneOf('browser', BROWSERS)
  const disposition = oneOf('disposition', DISPOSITIONS)
  const group = readFingerprint(text('group'), problems)
  const query: PageQuery = {
    range: oneOf('range', ['24h', '7d', '30d']) ?? '7d',
    standing: oneOf('standing', STANDINGS) ?? 'consistent',
    noise: oneOf('noise', ['hide', 'show']) ?? 'hide',
    ...(site === undefined ? {} : { site }),
    ...(directive === undefined ? {} : { directive }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(page === undefined ? {} : { page }),
    ...(browser === undefined ? {} : { browser }),
    ...(disposition === undefined ? {} : { disposition }),
    ...(group === undefined ? {} : { group }),
    limit: readLimit(text('limit'), problems),
  }
  return problems.length === 0 ? query : problems.join(' ')
}

function readFingerprint(value: string | undefined, problems: string[]): string | undefined {
  if (value === undefined) return undefined
  const isOne = value.length === 32 && [...value].every((character) => '0123456789abcdef'.includes(character))
  if (!isOne) problems.push(`group is ${show(value)}; it is 32 hexadecimal digits in lower case.`)
  return value
}

function readLimit(value: string | undefined, problems: string[]): number {
  if (value === undefined) return FEW_GROUPS
  const limit = Number(value)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_GROUPS) {
    problems.push(`limit is ${show(value)}; it is a number from 1 to ${MOST_GROUPS}.`)
  }
  return limit
}

function show(value: string): string {
  return `"${printable(value, 60)}"`
}
