import { at, checkObject, type Place, report, reportType } from '../validate.ts'
import { checkInteger } from './integer.ts'
import type { OriginResolver, ResolvedOrigins, ResolverSettings } from './origin-resolver.ts'

const KEYS: readonly (keyof ResolvedOrigins)[] = [
  'resolve',
  'known',
  'cacheSeconds',
  'cacheEntries',
  'deadline',
  'concurrency',
  'onError',
]

const WRITE_RESOLVE = 'Write resolve: async (origin, request) => boolean.'

/** How `origins` says that they are looked up. */
export type LookedUp = OriginResolver | Readonly<Record<string, unknown>>

export function isLookedUp(origins: unknown): origins is LookedUp {
  if (typeof origins === 'function') return true
  // A plain object only: for a URL, a Set or a regular expression there is better advice.
  if (typeof origins !== 'object' || origins === null) return false
  const prototype: unknown = Object.getPrototypeOf(origins)
  return prototype === Object.prototype || prototype === null
}

/** Null when it cannot be used, which is reported. */
export function readResolver(origins: LookedUp, place: Place): ResolverSettings | null {
  const options = isFunction(origins) ? { resolve: origins } : origins
  if (!checkObject(options, KEYS, place)) return null
  const { resolve, onError = ignore } = options
  const number = (key: keyof ResolvedOrigins, least: number, most: number, unit: string, standard: number): number =>
    checkInteger(options[key], least, most, unit, at(place, key)) ?? standard
  const numbers = {
    cacheSeconds: number('cacheSeconds', 0, 86_400, 'number of seconds', 60),
    cacheEntries: number('cacheEntries', 1, 1_000_000, 'number of entries', 1000),
    deadline: number('deadline', 1, 60_000, 'number of milliseconds', 2000),
    concurrency: number('concurrency', 1, 10_000, 'number of requests', 100),
  }
  if (!isFunction(onError)) reportType(at(place, 'onError'), onError, 'a function (error, origin) => void')
  if (resolve === undefined) {
    report(at(place, 'resolve'), 'unset-value', resolve, 'resolve is missing: it is the function that is asked.', {
      fix: WRITE_RESOLVE,
    })
  } else if (!isFunction(resolve)) {
    reportType(
      at(place, 'resolve'),
      resolve,
      'a function (origin, request) => boolean, or a promise of one,',
      WRITE_RESOLVE,
    )
  }
  return isFunction(resolve) && isFunction(onError) ? { resolve, onError, ...numbers } : null
}

function isFunction(value: unknown): value is (...args: unknown[]) => never {
  return typeof value === 'function'
}

function ignore(): void {}
