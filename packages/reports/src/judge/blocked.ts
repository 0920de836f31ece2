import { parseUrl } from './absolute-url.ts'
import { BoundedCache } from './bounded-cache.ts'
import { isIdLike } from './id-likeness.ts'

/** What a report says was blocked, taken apart. */
export interface Blocked {
  /**
   * `keyword`: CSP3 §2.4.2 has words for what is no URL. `url`: one with a host. `scheme`: of other URLs, the scheme is all that is told (§5.4).
   * `untold`: nothing, or `self`, as engines of CSP2 have it for inline code. `unreadable`: what no browser sends.
   */
  readonly kind: 'keyword' | 'url' | 'scheme' | 'untold' | 'unreadable'
  /** Redacted, as `Group.blocked` has it. */
  readonly key: string
  /** What to ask the matcher about: the URL without credentials, query and fragment; of a scheme, any URL that has it; else `''`. */
  readonly url: string
  /** Without the colon; `''` where there is none. */
  readonly scheme: string
  readonly host: string
  /** Digits; `''` for the scheme's default. */
  readonly port: string
}

/** CSP3 §2.4.2, Trusted Types §4.1, and `webrtc` of §4.3.1. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'inline',
  'eval',
  'wasm-eval',
  'trusted-types-policy',
  'trusted-types-sink',
  'webrtc',
])

// A host that nobody has (RFC 6761 §6.4).
export const NOBODY = 'host.invalid'

const PLACES: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp'])

/** Reads `Violation.blockedUrl`. Never throws. */
export function createBlockedReader(limit: number): (blockedUrl: string) => Blocked {
  const known = new BoundedCache<Blocked>(limit)
  return (blockedUrl) => {
    const before = known.get(blockedUrl)
    if (before !== undefined) return before
    const blocked = Object.freeze(readBlocked(blockedUrl))
    if (blockedUrl.length <= 256) known.set(blockedUrl, blocked)
    return blocked
  }
}

function readBlocked(text: string): Blocked {
  if (KEYWORDS.has(text)) return { ...NOTHING, kind: 'keyword', key: text }
  if (text === '' || text === 'self') return { ...NOTHING, key: text }
  const url = parseUrl(text)
  // A word alone is a scheme, with or without its colon.
  if (url === null)
    return isScheme(text) ? ofScheme(withoutColon(text.toLowerCase())) : { ...NOTHING, kind: 'unreadable' }
  const { protocol, host, hostname, port, pathname } = url
  const scheme = protocol.slice(0, -1)
  if (host === '' || !PLACES.has(scheme)) return ofScheme(scheme)
  const origin = `${protocol}//${host}`
  return { kind: 'url', key: origin, url: origin + pathname, scheme, host: hostname, port }
}

const NOTHING: Blocked = { kind: 'untold', key: '', url: '', scheme: '', host: '', port: '' }

function ofScheme(scheme: string): Blocked {
  const url = PLACES.has(scheme) ? `${scheme}://${NOBODY}/` : `${scheme}:blank`
  return { ...NOTHING, kind: 'scheme', key: maskScheme(scheme), url, scheme }
}

/** With its colon. An app may have any scheme for its links; what looks like an id is none of those, but what somebody put in its place. */
export function maskScheme(scheme: string): string {
  return isIdLike(scheme) ? 'other:' : `${scheme}:`
}

function withoutColon(text: string): string {
  return text.endsWith(':') ? text.slice(0, -1) : text
}

/** URL §4.1 "URL-scheme string", with its colon or without. */
function isScheme(text: string): boolean {
  const end = withoutColon(text).length
  if (end === 0 || end > LONGEST_SCHEME) return false
  for (let index = 0; index < end; index++) {
    const code = text.charCodeAt(index)
    const letter = code | 0x20
    const isLetter = letter >= 0x61 && letter <= 0x7a
    const isOther = (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e
    if (!isLetter && (index === 0 || !isOther)) return false
  }
  return true
}

// Registered ones have at most 36 characters.
const LONGEST_SCHEME = 40
