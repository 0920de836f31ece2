import { type OriginParts, splitOrigin } from '../origin/parts.ts'
import type { NearMiss, NearMissKind } from './explanation.ts'
import { likenessOf } from './look-alike.ts'
import { fitsHost } from './origin-entries.ts'
import { show } from './printable.ts'

const MOST = 3

/** Differences between an origin and an entry, the most telling first, each with the words for it. */
const WORDS: Readonly<Record<OriginKind, (origin: string, entry: string) => string>> = {
  case: (origin, entry) => `${origin} differs from ${entry} in letter case; browsers send small letters only.`,
  'trailing-dot': (origin, entry) => `${origin} differs from ${entry} by the dot at the end of the host.`,
  port: (origin, entry) => `${origin} differs from ${entry} in the port.`,
  scheme: (origin, entry) => `${origin} differs from ${entry} in the scheme.`,
  www: (origin, entry) => `${origin} differs from ${entry} by "www.".`,
  apex: (origin, entry) => `${entry} is for subdomains and does not cover the domain itself, ${origin}.`,
  subdomain: (origin, entry) => `${entry} is for that host alone and does not cover its subdomain ${origin}.`,
}

type OriginKind = Extract<NearMissKind, 'case' | 'trailing-dot' | 'port' | 'scheme' | 'www' | 'apex' | 'subdomain'>

const ORDER: readonly OriginKind[] = ['case', 'trailing-dot', 'port', 'scheme', 'www', 'apex', 'subdomain']

/** The entries that would have admitted the origin but for one thing; when there are none, those it looks like. */
export function findNearMisses(origin: string, entries: readonly string[]): readonly NearMiss[] {
  const parts = splitOrigin(origin)
  if (parts === undefined) return []
  const lower = splitOrigin(origin.toLowerCase())
  const found: { readonly kind: OriginKind; readonly entry: string }[] = []
  for (const text of entries) {
    const entry = splitOrigin(text)
    const kind = entry === undefined ? undefined : difference(parts, lower ?? parts, entry)
    if (kind !== undefined) found.push({ kind, entry: text })
  }
  if (found.length === 0) return findLookAlikes(origin, lower ?? parts, entries)
  return found
    .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind))
    .slice(0, MOST)
    .map(({ kind, entry }) => Object.freeze({ kind, entry, message: WORDS[kind](show(origin), show(entry)) }))
}

function difference(origin: OriginParts, lower: OriginParts, entry: OriginParts): OriginKind | undefined {
  const samePort = entry.port === '*' || entry.port === origin.port
  const sameScheme = entry.scheme === origin.scheme
  const capitals = lower.scheme !== origin.scheme || lower.host !== origin.host
  if (capitals && samePort && lower.scheme === entry.scheme && fitsHost(lower.host, entry)) return 'case'
  if (fitsHost(origin.host, entry)) {
    if (sameScheme !== samePort) return sameScheme ? 'port' : 'scheme'
    if (sameScheme) return undefined
  }
  if (!samePort || !sameScheme) return undefined
  if (fitsHost(toggleDot(origin.host), entry)) return 'trailing-dot'
  if (entry.wildcard) return origin.host === entry.host ? 'apex' : undefined
  if (origin.host === `www.${entry.host}` || `www.${origin.host}` === entry.host) return 'www'
  return origin.host.endsWith(`.${entry.host}`) ? 'subdomain' : undefined
}

function toggleDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : `${host}.`
}

function findLookAlikes(origin: string, { host }: OriginParts, entries: readonly string[]): readonly NearMiss[] {
  const likeness = likenessOf(host)
  const found: NearMiss[] = []
  for (const entry of entries) {
    const how = likeness(splitOrigin(entry)?.host ?? '')
    if (how === undefined) continue
    const message = `${show(origin)} only looks like ${show(entry)}: it ${how}. Anyone may own it; this may be an attack.`
    found.push(Object.freeze({ kind: 'look-alike', entry, message }))
    if (found.length === MOST) break
  }
  return found
}
