import { createHash } from 'node:crypto'
import { DRIVER } from '@sallyport/conformance'
import type { Config } from '@sallyport/core'
import type { EngineName } from './engines.ts'

const HASH = createHash('sha256').update(DRIVER).digest('base64')

/** What all apps serve their page with: enforced but for one image, which is only reported on. */
export function policyFor(endpoint: string): Config {
  return {
    cors: { origins: ['https://friend.example'], credentials: true },
    csrf: true,
    csp: [
      {
        directives: {
          'default-src': ["'self'"],
          'script-src': ["'self'", `'sha256-${HASH}'`],
          'img-src': ["'self'", 'data:'],
          'frame-ancestors': ["'self'"],
        },
      },
      { reportOnly: true, directives: { 'img-src': ["'self'", 'https://images.evil.test'] } },
    ],
    reporting: { endpoint },
  }
}

/** One thing that the page does and its policies forbid. */
export interface Violating {
  readonly directive: string
  /** As it is counted: an origin or a keyword. */
  readonly blocked: string
  readonly disposition: 'enforce' | 'report'
  /** Engines that do not report it. */
  readonly not?: readonly EngineName[]
}

const enforced = (directive: string, blocked: string, not: readonly EngineName[] = []): Violating => ({
  directive,
  blocked,
  disposition: 'enforce',
  not,
})

export const OF_THE_PAGE: readonly Violating[] = [
  enforced('style-src-elem', 'inline'),
  enforced('style-src-attr', 'inline'),
  // Only once the link is clicked.
  enforced('script-src-attr', 'inline', ['webkit']),
  enforced('script-src-elem', 'inline'),
  enforced('script-src-elem', 'https://scripts.evil.test'),
  enforced('img-src', 'https://images.evil.test'),
  enforced('frame-src', 'https://frames.evil.test'),
  enforced('connect-src', 'https://connections.evil.test'),
  enforced('script-src', 'eval'),
  { directive: 'img-src', blocked: 'data:', disposition: 'report' },
]

/** When somebody else frames the page. What is blocked, engines do not agree upon. */
export const OF_THE_FRAME: readonly Violating[] = [enforced('frame-ancestors', '')]
