import { LONGEST_ORIGIN } from './limits.ts'

/** An origin or a pattern, cut at its separators and not checked. */
export interface OriginParts {
  readonly scheme: string
  readonly host: string
  readonly port: string
  /** `host` had a `*.` before it. */
  readonly wildcard: boolean
}

/** Undefined for a text without a scheme, and for one that is longer than any origin. */
export function splitOrigin(text: string): OriginParts | undefined {
  if (text.length > LONGEST_ORIGIN) return undefined
  const separator = text.indexOf('://')
  if (separator <= 0) return undefined
  const authority = text.slice(separator + 3)
  const colon = authority.indexOf(':', authority.lastIndexOf(']') + 1)
  const name = colon === -1 ? authority : authority.slice(0, colon)
  const wildcard = name.startsWith('*.')
  return {
    scheme: text.slice(0, separator),
    host: wildcard ? name.slice(2) : name,
    port: colon === -1 ? '' : authority.slice(colon + 1),
    wildcard,
  }
}
