import { type OriginParts, splitOrigin } from '../origin/parts.ts'
import type { Part } from './location.ts'

/** What a CORS part says about origins, as it was written. */
export interface OriginEntries {
  readonly path: string
  /** `any`: `'*'`. `code`: a resolver decides, beside the entries. `none`: no CORS, or something else. */
  readonly kind: 'any' | 'list' | 'code' | 'none'
  readonly entries: readonly string[]
}

/** Takes any shape: what it does not know it calls `none`. */
export function readOriginEntries(part: Pick<Part, 'path' | 'value'>): OriginEntries {
  const origins = property(part.value, 'origins')
  const path = `${part.path}.origins`
  if (origins === '*') return { path, kind: 'any', entries: [] }
  if (Array.isArray(origins)) return { path, kind: 'list', entries: texts(origins) }
  if (typeof origins === 'function') return { path, kind: 'code', entries: [] }
  if (typeof origins === 'object' && origins !== null) {
    return { path, kind: 'code', entries: texts(property(origins, 'known')) }
  }
  return { path, kind: 'none', entries: [] }
}

export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

export function texts(value: unknown): readonly string[] {
  // The list itself when it is nothing but texts, as a compiled one always is: it may hold a hundred thousand.
  return isTexts(value) ? value : []
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** Whether the host of an origin is one the entry is for. */
export function fitsHost(host: string, entry: OriginParts): boolean {
  return entry.wildcard ? host.endsWith(`.${entry.host}`) && host.length > entry.host.length + 1 : host === entry.host
}

/** The entry that admits an origin, by the plain rule. */
export function findEntry(origin: string, entries: readonly string[]): string | undefined {
  const parts = splitOrigin(origin)
  if (parts === undefined) return undefined
  return entries.find((text) => {
    if (text === origin) return true
    const entry = splitOrigin(text)
    return (
      entry !== undefined &&
      entry.scheme === parts.scheme &&
      (entry.port === '*' || entry.port === parts.port) &&
      fitsHost(parts.host, entry)
    )
  })
}
