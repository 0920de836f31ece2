import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'

/** What source expressions look at in a URL. */
export interface Target {
  /** Without the colon. */
  readonly scheme: string
  /** In lower case; null where a URL has none, as `data:`. */
  readonly host: string | null
  /** Whether the host is a domain (URL §3.1): no IP address, and no host of a scheme that the URL standard does not know. */
  readonly isDomain: boolean
  /** Null for the scheme's default port. */
  readonly port: number | null
  /** As the URL serialises it, percent-encoded. */
  readonly path: string
}

// URL §4.2: the special schemes but file, which has no port.
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
])

/** Null where the scheme has none. */
export function defaultPort(scheme: string): number | null {
  return DEFAULT_PORTS.get(scheme) ?? null
}

/** The port that a connection would use; null where there is none. */
export function effectivePort({ scheme, port }: Pick<Target, 'scheme' | 'port'>): number | null {
  return port ?? defaultPort(scheme)
}

/** Null for text that is no URL. */
export function parseUrl(text: string): URL | null {
  // URL.parse is younger than some runtimes that this has to work in.
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** With a base that is no URL either, as if there were none. */
export function resolveUrl(text: string, base: string): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return parseUrl(text)
  }
}

/** The URL as the check of the profile sees it. */
export function targetOf(url: URL, profile: Profile): Target {
  const scheme = schemeOf(url)
  const host = url.hostname === '' ? null : url.hostname.toLowerCase()
  return {
    scheme: differs(profile, 'websocket-is-http') ? openedBy(scheme) : scheme,
    host,
    isDomain: host !== null && isDomain(host, scheme),
    port: url.port === '' ? null : Number(url.port),
    path: url.pathname,
  }
}

export function schemeOf(url: URL): string {
  return url.protocol.slice(0, -1)
}

/** WebSockets §3.1 "establish a WebSocket connection" step 1. */
function openedBy(scheme: string): string {
  if (scheme === 'ws') return 'http'
  return scheme === 'wss' ? 'https' : scheme
}

function isDomain(host: string, scheme: string): boolean {
  return DEFAULT_PORTS.has(scheme) && !isIpAddress(host)
}

/** Of a host that the URL parser has read: it writes every IPv4 address as four decimal numbers. */
export function isIpAddress(host: string): boolean {
  if (host.startsWith('[')) return true
  const last = host.charCodeAt(host.length - 1)
  // A host whose last label is a number is an IPv4 address or no URL (URL §3.5).
  if (last < 0x30 || last > 0x39) return false
  return isDigits(host.slice(host.lastIndexOf('.') + 1))
}

function isDigits(text: string): boolean {
  for (const character of text) if (character < '0' || character > '9') return false
  return text !== ''
}
