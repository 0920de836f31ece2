import type { Call } from '../exchange.ts'

/** A policy as real sites have it: eleven directives, about 340 characters. Names as `helmet` and the header spell them. */
export const DIRECTIVES = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'strict-dynamic'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'https://images.example.com'],
  'font-src': ["'self'", 'https://fonts.example.com'],
  'connect-src': ["'self'", 'https://api.example.com'],
  'frame-src': ['https://team.example.com'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
} as const

/** The directives that take a nonce. */
export const WITH_NONCE: readonly string[] = ['script-src', 'style-src']

/** A candidate for a header that never changes, or for one with a fresh nonce in two places. */
export interface CspCandidate {
  createStatic?(): Call
  createNonced(): Call
}

/** The header's value, in the order above. */
export function serialise(nonce?: string): string {
  return Object.entries(DIRECTIVES)
    .map(([name, values]) => {
      const list: readonly string[] = values
      const all = nonce !== undefined && WITH_NONCE.includes(name) ? [...list, `'nonce-${nonce}'`] : list
      return `${name} ${all.join(' ')}`
    })
    .join(';')
}
