import { at, checkObject, type Place, reportType } from '../validate.ts'
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

/** Whether `origins` says that they are looked up. */
export function isResolved(origins: unknown): origins is OriginResolver | Readonly<Record<string, unknown>> {
  return typeof origins === 'function' || (typeof origins === 'object' && origins !== null && !Array.isArray(origins))
}

/** Reads what {@link isResolved} has told apart. Null when it cannot be used. */
export function readResolver(
  origins: OriginResolver | Readonly<Record<string, unknown>>,
  place: Place,
): ResolverSettings | null {
  const options = isFunction(origins) ? { resolve: origins } : origins
  if (!checkObject(options, KEYS, place)) return null
  const { resolve, onError = ignore } = options
  const number = (key: keyof ResolvedOrigins, least: number, most: number, unit: string, standard: number): number =>
    checkInteger(options[key], least, most, unit, at(place, key)) ?? standard
  const numbers = {
    cacheSeconds: number('cacheSeconds', 0, 86_400, 'seconds', 60),
    cacheEntries: number('cacheEntries', 1, 1_000_000, 'a number of entries', 1000),
    deadline: number('deadline', 1, 60_000, 'milliseconds', 2000),
    concurrency: number('concurrency', 1, 10_000, 'a number of requests', 100),
  }
  if (!isFunction(onError)) reportType(at(place, 'onError'), onError, 'a function (error, origin) => void')
  if (!isFunction(resolve)) {
    reportType(at(place, 'resolve'), resolve, 'a function (origin, request) => boolean, or a promise of one')
  }
  return isFunction(resolve) && isFunction(onError) ? { resolve, onError, ...numbers } : null
}

function isFunction(value: unknown): value is (...args: unknown[]) => never {
  return typeof value === 'function'
}

function ignore(): void {}
