import type { PageOrigin } from './page-origin.ts'
import { type UrlSource, urlSourceKey } from './source-list.ts'

/** The sources of a list, found by what is asked for, so that comparing two long lists stays about linear. */
export interface UrlIndex {
  readonly has: (source: UrlSource) => boolean
  /** Whether the check holds for one of those that might match all that the source does. */
  readonly some: (source: UrlSource, check: (candidate: UrlSource) => boolean) => boolean
}

/** `'self'` is looked up as what it is for the page. */
export function indexUrls(sources: readonly UrlSource[], page: PageOrigin): UrlIndex {
  const keys = new Set<string>()
  const buckets = new Map<string, UrlSource[]>()
  // How many dots the wildcards have, so that a long host is not looked up below each of its own.
  const depths = new Set<number>()
  for (const source of sources) {
    const key = urlSourceKey(source)
    if (keys.has(key)) continue
    keys.add(key)
    if (source.kind === 'host' && source.host.startsWith('*.')) depths.add(dotsIn(source.host))
    const bucket = bucketOf(source)
    const known = buckets.get(bucket)
    if (known === undefined) buckets.set(bucket, [source])
    else known.push(source)
  }
  return {
    has: (source) => keys.has(urlSourceKey(source)),
    some: (source, check) => {
      for (const bucket of bucketsFor(source, page, depths)) if (buckets.get(bucket)?.some(check)) return true
      return false
    },
  }
}

function bucketOf(source: UrlSource): string {
  if (source.kind === 'host') return `${source.host}:${portOf(source.port)}`
  return source.kind === 'scheme' ? `${source.scheme}:` : source.kind
}

/** A port without leading zeros; `''` for none. */
function portOf(port: string | undefined): string {
  return port === undefined || port === '*' ? (port ?? '') : `${Number(port)}`
}

/** What may stand for another scheme, and for another port. */
const SCHEMES = ['http', 'https', 'ws', 'wss']
const PORTS = ['', '*', '80', '443', '21']

function* bucketsFor(source: UrlSource, { self }: PageOrigin, depths: ReadonlySet<number>): Generator<string> {
  yield 'any'
  yield 'self'
  const scheme = source.kind === 'scheme' || source.kind === 'host' ? source.scheme : undefined
  if (scheme !== undefined && !SCHEMES.includes(scheme)) yield `${scheme}:`
  for (const each of SCHEMES) yield `${each}:`
  const host = source.kind === 'self' ? self?.host : source.kind === 'host' ? source.host : undefined
  if (host === undefined) return
  const port = source.kind === 'host' ? portOf(source.port) : `${self?.port ?? ''}`
  for (const pattern of patternsFor(host, depths)) {
    if (!PORTS.includes(port)) yield `${pattern}:${port}`
    for (const each of PORTS) yield `${pattern}:${each}`
  }
}

/** `a.b.example` and `*.b.example` are looked up as themselves, `*.b.example`, `*.example` and `*`. */
function* patternsFor(host: string, depths: ReadonlySet<number>): Generator<string> {
  yield host
  if (host !== '*') yield '*'
  let dots = dotsIn(host)
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1), dots--) {
    if (!depths.has(dots)) continue
    const wildcard = `*${host.slice(dot)}`
    if (wildcard !== host) yield wildcard
  }
}

function dotsIn(host: string): number {
  let dots = 0
  for (const character of host) if (character === '.') dots++
  return dots
}
