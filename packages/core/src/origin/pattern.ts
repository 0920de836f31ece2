import { type FindingCode, showValue } from '../finding.ts'
import { isHostCode } from './matcher.ts'

/** A configured origin or origin pattern, taken apart. */
export interface OriginPattern {
  readonly text: string
  readonly scheme: string
  /** Without the `*.` of a wildcard. */
  readonly host: string
  /** `*.` stood before the host: one or more labels, never none. */
  readonly wildcard: boolean
  /** Digits, `''` for the scheme's default, or `*` for any. */
  readonly port: string
}

export interface PatternProblem {
  readonly code: FindingCode
  readonly message: string
  readonly fix: string
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
  ['ws', '80'],
  ['wss', '443'],
  ['ftp', '21'],
])
const FORM = 'Write scheme://host or scheme://host:port, such as https://app.example.com.'

/** Reads one entry of an origin list, strictly: HTML §7.1.1 "serialization of an origin", plus the two wildcards. Never throws. */
export function parseOriginPattern(text: string): OriginPattern | PatternProblem {
  if (text === 'null') {
    return problem(
      'null-origin',
      text,
      'is the origin of every sandboxed frame',
      'Remove it, or set dangerouslyAllowNullOrigin.',
    )
  }
  const separator = text.indexOf('://')
  if (separator <= 0) return problem('invalid-origin', text, 'has no scheme', FORM)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code <= 0x20 || code === 0x7f)
      return problem('invalid-origin', text, 'holds white space or a control character', FORM)
  }
  const scheme = text.slice(0, separator)
  const rest = text.slice(separator + 3)
  if (!isScheme(scheme)) return problem('invalid-origin', text, 'has a malformed scheme', suggest(text, FORM))
  if (scheme === 'file')
    return problem('invalid-origin', text, 'names a scheme whose pages all have the origin null', FORM)
  const end = firstOf(rest, '/?#@')
  if (end !== -1) {
    const part = rest[end] === '@' ? 'credentials' : 'a path, query or fragment'
    return problem('invalid-origin', text, `has ${part}, which no origin has`, suggest(text, FORM))
  }
  return parseAuthority(text, scheme, rest)
}

function parseAuthority(text: string, scheme: string, authority: string): OriginPattern | PatternProblem {
  const bracket = authority.lastIndexOf(']')
  const colon = authority.indexOf(':', bracket + 1)
  const hostText = colon === -1 ? authority : authority.slice(0, colon)
  const port = colon === -1 ? '' : authority.slice(colon + 1)
  const wildcard = hostText.startsWith('*.')
  const host = wildcard ? hostText.slice(2) : hostText

  if (host.includes('*')) {
    return problem(
      'invalid-wildcard',
      text,
      'has a wildcard that is not its whole first label',
      'Write https://*.example.com for all subdomains.',
    )
  }
  if (colon !== -1 && port !== '*') {
    const wrong = portProblem(scheme, port)
    if (wrong) return problem('invalid-origin', text, wrong, suggest(text, FORM))
  }
  const wrong = hostProblem(scheme, host, wildcard)
  if (wrong) return problem('invalid-origin', text, wrong, suggest(text, FORM))
  return { text, scheme, host, wildcard, port }
}

function portProblem(scheme: string, port: string): string | undefined {
  if (port === DEFAULT_PORTS.get(scheme)) return `names the default port of ${scheme}, which browsers leave out`
  const digits = [...port].every((character) => character >= '0' && character <= '9')
  if (!digits || port === '' || port.startsWith('0') || Number(port) > 65_535)
    return 'has a port that is not 1 to 65535'
  return undefined
}

function hostProblem(scheme: string, host: string, wildcard: boolean): string | undefined {
  if (host === '') return 'has no host'
  if (host.length > 253) return 'has a host of more than 253 characters'
  if (host.startsWith('[')) {
    if (wildcard) return 'has a wildcard before an IP address'
    return canonicalHost(host) === host ? undefined : 'has an IPv6 address that browsers write differently'
  }
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).split('.')
  if (labels.some((label) => label === '' || label.length > 63))
    return 'has a label that is empty or over 63 characters'
  for (const character of host) {
    if (character !== '.' && !isHostCode(character.charCodeAt(0))) {
      return 'has a host that is not lower-case ASCII, as browsers write it'
    }
  }
  if (!DEFAULT_PORTS.has(scheme)) return undefined
  if (canonicalHost(host) !== host) return 'has a host that browsers write differently'
  if (wildcard && isIpv4(host)) return 'has a wildcard before an IP address'
  return undefined
}

/** The host as a browser would write it (URL §3.5), or undefined when it would refuse it. */
function canonicalHost(host: string): string | undefined {
  try {
    return new URL(`https://${host}`).hostname
  } catch {
    return undefined
  }
}

/** Whether a canonical host is an IPv4 address: its last label starts with a digit (URL §3.5 "ends in a number checker"). */
function isIpv4(host: string): boolean {
  const last = host.slice(host.lastIndexOf('.') + 1)
  return last !== '' && [...last].every((character) => character >= '0' && character <= '9')
}

/** Hosts that never leave the machine (Secure Contexts §3.1): anything named localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || (isIpv4(host) && host.startsWith('127.'))
  )
}

function isScheme(text: string): boolean {
  if (text.length > 64) return false
  return [...text].every((character, index) => {
    if (character >= 'a' && character <= 'z') return true
    return index > 0 && ((character >= '0' && character <= '9') || '+-.'.includes(character))
  })
}

function firstOf(text: string, characters: string): number {
  return text.split('').findIndex((character) => characters.includes(character))
}

/** The spelling a browser would send, when there is one. */
function suggest(text: string, otherwise: string): string {
  const plain = text.replace('://*.', '://wildcard-label.')
  try {
    const { origin } = new URL(plain)
    if (origin === 'null') return otherwise
    const corrected = origin.replace('://wildcard-label.', '://*.')
    return corrected === text ? otherwise : `Write ${corrected}`
  } catch {
    return otherwise
  }
}

function problem(code: FindingCode, text: string, what: string, fix: string): PatternProblem {
  return { code, message: `${showValue(text)} ${what}.`, fix: fix.endsWith('.') ? fix : `${fix}.` }
}

/** Whether one pattern admits every origin another admits. */
export function covers(wide: OriginPattern, narrow: OriginPattern): boolean {
  if (wide.scheme !== narrow.scheme) return false
  if (wide.port !== '*' && wide.port !== narrow.port) return false
  if (wide.host === narrow.host) return wide.wildcard === narrow.wildcard
  return wide.wildcard && narrow.host.endsWith(`.${wide.host}`)
}
