import { differs } from './differences.ts'
import type { PortQuestion } from './port.ts'
import { defaultPort, effectivePort, parseUrl, schemeOf, type Target } from './target.ts'

/** The origin that `'self'` and sources without a scheme mean. */
export interface SelfOrigin {
  readonly scheme: string
  readonly host: string
  /** Null for the scheme's default port. */
  readonly port: number | null
}

/** `'opaque'` for a page that has no origin to compare with, `'invalid'` for text that is no URL. */
export type Self = SelfOrigin | 'opaque' | 'invalid'

/** The self-origin of a page's policies: the origin of the URL they came from (CSP3 §2.2.2 step 4). */
export function selfOf(pageUrl: string): Self {
  const url = parseUrl(pageUrl)
  if (url === null) return 'invalid'
  // The origin of a blob: URL is that of its path (URL §4.7); those of data:, about: and file: are opaque.
  const origin = schemeOf(url) === 'blob' ? parseUrl(url.pathname) : url
  if (origin === null) return 'opaque'
  const scheme = schemeOf(origin)
  if (defaultPort(scheme) === null || origin.hostname === '') return 'opaque'
  return { scheme, host: origin.hostname, port: origin.port === '' ? null : Number(origin.port) }
}

/** The scheme of an origin; null where it is opaque. */
export function selfScheme(self: Self): string | null {
  return typeof self === 'string' ? null : self.scheme
}

/**
 * CSP3 §6.7.2.8 step 4. By its letter, `'self'` would admit the page's own `blob:` URLs too, whose origin is the page's; web-platform-tests
 * (`blob-urls-do-not-match-self`) and every engine say that it does not.
 */
export function matchesSelf(self: Self, target: Target, question: PortQuestion): boolean {
  if (typeof self === 'string' || target.host !== self.host || !coversPort(self, target, question)) return false
  // 4.1
  if (target.scheme === self.scheme) return true
  // 4.2.1, 4.2.2
  const isSecure = target.scheme === 'https' || target.scheme === 'wss'
  if (!isSecure) return self.scheme === 'http' && target.scheme === 'ws'
  const isBarred = self.scheme === 'http' && self.port !== null && question.isNavigation === true
  return !(isBarred && differs(question.profile, 'same-port-bars-navigation'))
}

/** Step 4.2: the same port, or the default port of both schemes. */
function coversPort(self: SelfOrigin, target: Target, { profile, isNavigation }: PortQuestion): boolean {
  if (target.port === self.port) return true
  const own = effectivePort(self)
  const given = effectivePort(target)
  if (own === given) {
    return differs(profile, 'self-covers-own-port') && !(isNavigation && differs(profile, 'same-port-bars-navigation'))
  }
  return self.port === null && own === 80 && given === 443 && differs(profile, 'no-port-covers-443')
}
