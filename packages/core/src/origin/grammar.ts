import { LONGEST_HOST, LONGEST_LABEL, LONGEST_SCHEME } from './limits.ts'
import { isHostCode } from './matcher.ts'
import type { OriginPattern } from './pattern.ts'
import { decodePunycode } from './punycode.ts'

/** Schemes whose hosts and ports the URL standard knows (URL §3.1 "special scheme"), and that a page can have. */
export const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
])

/** Schemes that no page's origin has: what they open has the origin null or that of another page (HTML §7.1.1, URL §4.7). */
export const ORIGINLESS_SCHEMES: ReadonlySet<string> = new Set([
  'about',
  'blob',
  'data',
  'file',
  'filesystem',
  'ftp',
  'javascript',
  'view-source',
  'ws',
  'wss',
])

const DOT = 0x2e
const COLON = 0x3a
const OPENING_BRACKET = 0x5b

/**
 * Reads an origin or an origin pattern as a browser would write it, or gives undefined; `diagnose` then tells what is wrong. Strict
 * and quick: lists can be long.
 */
export function readOriginPattern(text: string): OriginPattern | undefined {
  const separator = text.indexOf('://')
  if (separator <= 0) return undefined
  const scheme = text.slice(0, separator)
  if (scheme !== 'https' && !isScheme(scheme)) return undefined

  const wildcard = text.startsWith('*.', separator + 3)
  const start = separator + (wildcard ? 5 : 3)
  const isBracketed = text.charCodeAt(start) === OPENING_BRACKET
  const end = isBracketed ? text.indexOf(']', start) + 1 : endOfHost(text, start)
  // A wildcard stands for one character and a dot at least.
  if (end <= start || end - start > (wildcard ? LONGEST_HOST - 2 : LONGEST_HOST)) return undefined
  const host = text.slice(start, end)
  if (isBracketed ? wildcard || !isCanonical(host) : !isHost(host, wildcard, DEFAULT_PORTS.has(scheme)))
    return undefined

  if (end === text.length) return { text, scheme, host, wildcard, port: '' }
  if (text.charCodeAt(end) !== COLON) return undefined
  const port = text.slice(end + 1)
  return isPort(port, scheme) ? { text, scheme, host, wildcard, port } : undefined
}

/** A scheme that a page can have, in lower case. */
export function isScheme(text: string): boolean {
  if (text.length > LONGEST_SCHEME || ORIGINLESS_SCHEMES.has(text)) return false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x61 && code <= 0x7a) continue
    // Digits, "+", "-" and ".", but not to begin with (URL §3.1).
    const isOther = (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === DOT
    if (index === 0 || !isOther) return false
  }
  return true
}

/** Where the labels that begin at `start` end; -1 when one is empty (but for a last one, as in `example.com.`) or too long. */
function endOfHost(text: string, start: number): number {
  let labelStart = start
  let index = start
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === DOT) {
      if (index === labelStart || index - labelStart > LONGEST_LABEL) return -1
      labelStart = index + 1
    } else if (!isHostCode(code)) {
      break
    }
  }
  return index - labelStart > LONGEST_LABEL ? -1 : index
}

/** `host` has well-formed labels of the letters a serialised host can have. */
function isHost(host: string, wildcard: boolean, isSpecial: boolean): boolean {
  const last = lastLabel(host)
  if (UNSET_LABELS.has(last)) return false
  if (!isSpecial) return true
  // The URL parser leaves such a host alone unless it must decode it or takes it for an IPv4 address (URL §3.5 "host parser").
  if (isNumber(last)) return !wildcard && isCanonical(host)
  return !host.includes('xn--') || host.split('.').every(isDomainLabel)
}

/** What a template text makes of a variable that is not set: `https://${process.env.HOST}`. */
export const UNSET_LABELS: ReadonlySet<string> = new Set(['undefined', 'null'])

/** The last label; the empty one after a trailing dot does not count. */
export function lastLabel(host: string): string {
  const end = host.endsWith('.') ? host.length - 1 : host.length
  return host.slice(host.lastIndexOf('.', end - 1) + 1, end)
}

/** Whether a host with this last label is an IPv4 address or none at all (URL §3.5 "ends in a number checker"). */
export function isNumber(label: string): boolean {
  const isHex = label.startsWith('0x')
  for (let index = isHex ? 2 : 0; index < label.length; index++) {
    const code = label.charCodeAt(index)
    if (code >= 0x30 && code <= 0x39) continue
    if (!isHex || code < 0x61 || code > 0x66) return false
  }
  return label !== ''
}

/** Whether a label is no punycode, or what a browser makes of the text that it stands for. */
export function isDomainLabel(label: string): boolean {
  if (!label.startsWith('xn--')) return true
  const text = decodePunycode(label)
  return text !== undefined && canonicalHost(text) === label
}

function isCanonical(host: string): boolean {
  return canonicalHost(host) === host
}

/** The host as a browser would write it (URL §3.5), or undefined when it would refuse it. */
export function canonicalHost(host: string): string | undefined {
  try {
    return new URL(`https://${host}`).hostname
  } catch {
    return undefined
  }
}

function isPort(port: string, scheme: string): boolean {
  if (port === '*') return true
  return isDigits(port) && !port.startsWith('0') && Number(port) <= 65_535 && port !== DEFAULT_PORTS.get(scheme)
}

export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return false
  }
  return text !== '' && text.length <= 5
}
