import { readOriginPattern } from './grammar.ts'
import { isLoopback, type OriginPattern } from './pattern.ts'

// Longer texts are no slips of the pen.
const LONGEST_MENDED = 1000

/** The origin or pattern a text was probably meant to be, as a browser would write it; undefined when there is none. */
export function suggestOrigin(text: string): string | undefined {
  const colon = text.indexOf(':')
  if (colon === -1 || text.length > LONGEST_MENDED) return undefined
  const scheme = text.slice(0, colon).toLowerCase()
  const rest = withoutSlashes(text.slice(colon + 1))
  const authority = withoutZone(rest.slice(0, endOfAuthority(rest)))
  const wildcard = authority.startsWith('*.')
  const anyPort = authority.endsWith(':*')
  const plain = authority.slice(wildcard ? 2 : 0, anyPort ? -2 : undefined)
  // As https, because the URL parser mends hosts of the schemes it knows only.
  const known = scheme === 'http' || scheme === 'https' ? scheme : 'https'
  const url = parseUrl(`${known}://${plain}`)
  if (url === undefined) return undefined
  const { hostname, port } = url
  const written = `${scheme}://${wildcard ? '*.' : ''}${hostname}${anyPort ? ':*' : port === '' ? '' : `:${port}`}`
  const pattern = readOriginPattern(written)
  return pattern !== undefined && !coversTopLevel(pattern) ? written : undefined
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function withoutSlashes(text: string): string {
  let start = 0
  while (text[start] === '/' || text[start] === '\\') start++
  return text.slice(start)
}

function endOfAuthority(text: string): number {
  const ends = ['/', '?', '#', '\\'].map((sign) => text.indexOf(sign)).filter((index) => index !== -1)
  return Math.min(text.length, ...ends)
}

/** `[fe80::1%eth0]` without the zone, which means something to the machine it is on only (RFC 6874 §1). */
function withoutZone(authority: string): string {
  const zone = authority.indexOf('%')
  const bracket = authority.lastIndexOf(']')
  return authority.startsWith('[') && zone !== -1 && zone < bracket
    ? authority.slice(0, zone) + authority.slice(bracket)
    : authority
}

/** The same with https, or with http on the own machine; for a text without a scheme. */
export function withScheme(text: string): string | undefined {
  const start = ['https//', 'http//', '://', '//'].find((prefix) => text.startsWith(prefix)) ?? ''
  const rest = text.slice(start.length)
  // Of a single name nobody can tell whether it was meant to be a host.
  if (rest.includes('@') || !(rest.includes('.') || rest.startsWith('localhost') || rest.startsWith('[')))
    return undefined
  const secure = suggestOrigin(`https://${rest}`)
  const host = secure === undefined ? '' : readOriginPattern(secure)?.host
  return host !== undefined && isLoopback(host) ? suggestOrigin(`http://${rest}`) : secure
}

/** The origin of the page behind `blob:https://…`, `wss://…` and the like. */
export function innerOrigin(text: string): string | undefined {
  const colon = text.indexOf(':')
  const rest = text.slice(colon + 1)
  switch (text.slice(0, colon).toLowerCase()) {
    case 'ws':
      return suggestOrigin(`http:${rest}`)
    case 'wss':
      return suggestOrigin(`https:${rest}`)
    case 'blob':
    case 'filesystem':
    case 'view-source':
      return suggestOrigin(rest)
    default:
      return undefined
  }
}

/** The origins in a text that holds several, or just the text. */
export function splitOrigins(text: string): readonly string[] {
  if (text.length > LONGEST_MENDED * 10) return [text]
  const parts = [',', ';', ' ', '\t', '\n', '\r']
    .reduce<readonly string[]>((split, sign) => split.flatMap((part) => part.split(sign)), [text])
    .filter((part) => part !== '')
  const origins = parts.map((part) => (part.includes('://') ? suggestOrigin(part) : withScheme(part)))
  const found = origins.filter((origin) => origin !== undefined)
  return found.length === parts.length ? found : [text]
}

function coversTopLevel({ wildcard, host }: OriginPattern): boolean {
  return wildcard && !host.slice(0, -1).includes('.') && host !== 'localhost'
}
