import { type FindingCode, showValue } from '../finding.ts'
import {
  canonicalHost,
  DEFAULT_PORTS,
  isDigits,
  isDomainLabel,
  isNumber,
  isScheme,
  lastLabel,
  ORIGINLESS_SCHEMES,
  UNSET_LABELS,
} from './grammar.ts'
import { LONGEST_HOST, LONGEST_LABEL, LONGEST_SCHEME } from './limits.ts'
import { isHostCode } from './matcher.ts'
import type { PatternProblem } from './pattern.ts'
import { innerOrigin, splitOrigins, suggestOrigin, withScheme } from './suggestion.ts'

const FORM = 'An origin is scheme://host or scheme://host:port, such as https://app.example.com.'
const SUBDOMAINS = 'All subdomains of a domain are https://*.example.com.'

/** What is wrong with a text that `readOriginPattern` does not take, and what to write instead. */
export function diagnose(text: string): PatternProblem {
  return diagnoseWhole(text) ?? diagnoseScheme(text) ?? diagnoseAuthority(text)
}

/** Texts that are something else than one origin. */
function diagnoseWhole(text: string): PatternProblem | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return problem('unset-value', text, 'holds nothing but white space', FORM)
  if (trimmed.toLowerCase() === 'null')
    return problem(
      'null-origin',
      text,
      'is the origin of every sandboxed frame',
      'Remove it, or set dangerouslyAllowNullOrigin.',
    )
  if (trimmed === '*') return problem('invalid-wildcard', text, 'is not an origin', FORM)
  const parts = splitOrigins(trimmed)
  if (parts.length > 1) {
    const entries = parts.map((part) => JSON.stringify(part)).join(', ')
    return invalid(text, 'is several origins in one text', `Make each an entry of its own: ${entries}.`)
  }
  if (!ORIGINLESS_SCHEMES.has(schemeOf(text)) && (hasAny(trimmed, '^$(){}|') || trimmed.includes('\\.')))
    return invalid(text, 'has characters of a regular expression, which no origin has', SUBDOMAINS)
  if (hasBlank(text)) return invalid(text, 'holds white space or a control character', written(suggestOrigin(trimmed)))
  return undefined
}

function diagnoseScheme(text: string): PatternProblem | undefined {
  const separator = text.indexOf('://')
  const scheme = schemeOf(text)
  if (ORIGINLESS_SCHEMES.has(scheme)) {
    const what =
      scheme === 'ws' || scheme === 'wss'
        ? `is where a page connects to; the page's own origin begins with ${scheme === 'ws' ? 'http' : 'https'}`
        : scheme === 'ftp'
          ? 'has a scheme that browsers load no pages from'
          : `has the scheme ${scheme}, whose pages have the origin null or that of the page which made them`
    return invalid(text, what, written(innerOrigin(text)))
  }
  if (separator > 0) {
    const found = text.slice(0, separator)
    if (found.endsWith('?'))
      return invalid(text, 'has a malformed scheme', written(suggestOrigin(`https${text.slice(separator)}`)))
    if (found.includes('*'))
      return problem(
        'invalid-wildcard',
        text,
        'has a wildcard in its scheme',
        written(suggestOrigin(`https${text.slice(separator)}`)),
      )
    if (found.length > LONGEST_SCHEME)
      return invalid(text, `has a scheme of more than ${LONGEST_SCHEME} characters`, FORM)
    if (isScheme(found)) return undefined
    const what = isScheme(found.toLowerCase()) ? 'has a scheme in upper case' : 'has a malformed scheme'
    return invalid(text, what, written(suggestOrigin(text)))
  }
  if (scheme === 'http' || scheme === 'https')
    return invalid(text, 'has no :// after its scheme', written(suggestOrigin(text)))
  return invalid(text, 'has no scheme', written(withScheme(text)))
}

/** In lower case; `''` when there is no colon. */
function schemeOf(text: string): string {
  return text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase()
}

/** The scheme is well-formed and separated from the rest. */
function diagnoseAuthority(text: string): PatternProblem {
  const start = text.indexOf('://') + 3
  const scheme = text.slice(0, start - 3)
  const authority = text.slice(start)
  const part = [
    ['@', 'a user or password'],
    ['?', 'a query'],
    ['#', 'a fragment'],
    ['\\', 'a backslash'],
    ['/', authority.endsWith('/') ? 'a slash at its end' : 'a path'],
  ].find(([sign = '']) => authority.includes(sign))
  if (part !== undefined) return invalid(text, `has ${part[1]}, which no origin has`, written(suggestOrigin(text)))

  const colon = authority.indexOf(':', authority.startsWith('[') ? authority.lastIndexOf(']') + 1 : 0)
  const host = colon === -1 ? authority : authority.slice(0, colon)
  const port = colon === -1 ? undefined : authority.slice(colon + 1)
  return (
    diagnoseWildcard(text, scheme, host) ??
    diagnoseHost(text, scheme, host.startsWith('*.') ? host.slice(2) : host, authority) ??
    diagnosePort(text, scheme, host, port)
  )
}

function diagnoseWildcard(text: string, scheme: string, host: string): PatternProblem | undefined {
  if (!host.includes('*')) return undefined
  const wrong = (what: string, fix: string): PatternProblem => problem('invalid-wildcard', text, what, fix)
  const rest = host.startsWith('*.') ? host.slice(2) : host
  if (host.replaceAll('.', '').replaceAll('*', '') === '')
    return wrong('names no domain', "Name the domain, as in https://*.example.com; any origin at all is origins: '*'.")
  if (rest.startsWith('[') || isNumber(lastLabel(rest)) || isAddress(rest))
    return wrong('has a wildcard in an IP address', 'List each address.')
  if (!rest.includes('*')) return undefined
  if (lastLabel(rest).includes('*')) return wrong('has a wildcard for its top-level domain', 'List each domain.')
  const labels = host.split('.')
  const star = labels.findLastIndex((label) => label.includes('*'))
  const own = labels[star]?.replaceAll('*', '') ?? ''
  // "*example.com" means the domain's own name; in "app*.example.com" and "a.*.example.com" the domain comes after.
  const domain = labels.slice(star + 1)
  if (star === 0 && own !== '' && labels[0]?.startsWith('*')) domain.unshift(own)
  const what =
    host.split('*').length > 2
      ? 'has more than one wildcard, where one stands for any depth'
      : 'has a wildcard that is not its whole first label'
  return wrong(what, written(suggestOrigin(`${scheme}://*.${domain.join('.')}`), SUBDOMAINS))
}

/** `192.168.1.*`: only numbers and wildcards. */
function isAddress(host: string): boolean {
  return host.split('.').every((label) => label === '*' || isDigits(label))
}

function diagnoseHost(text: string, scheme: string, host: string, authority: string): PatternProblem | undefined {
  const wrong = (what: string): PatternProblem => invalid(text, what, written(suggestOrigin(text)))
  if (host === '' && authority.startsWith(':') && canonicalHost(`[${authority}]`) !== undefined)
    return invalid(text, 'has an IPv6 address without brackets', written(suggestOrigin(`${scheme}://[${authority}]`)))
  if (host === '') return wrong('has no host')
  if (UNSET_LABELS.has(lastLabel(host)))
    return problem(
      'unset-value',
      text,
      `has a host named ${lastLabel(host)}: a variable was not set when the text was put together`,
      'Set it, or stop at start-up when it is missing.',
    )
  if (host.startsWith('[')) {
    if (host.includes('%')) return wrong('has an IPv6 address with a zone, which no origin has')
    if (canonicalHost(host) === undefined) return wrong('has a malformed IPv6 address')
    return canonicalHost(host) === host ? undefined : wrong('has an IPv6 address that browsers write differently')
  }
  if (hasNonAscii(host)) return wrong('has a host outside ASCII, where browsers send punycode')
  if (host !== host.toLowerCase()) return wrong('has a host in upper case, where browsers send lower case')
  if (DEFAULT_PORTS.has(scheme) && isNumber(lastLabel(host)) && canonicalHost(host) !== host)
    return wrong(
      canonicalHost(host) === undefined
        ? 'ends in a number but is no IPv4 address'
        : 'has an IPv4 address that browsers write differently',
    )
  if (host.length > LONGEST_HOST - (text.includes('://*.') ? 2 : 0))
    return wrong(`has a host of more than ${LONGEST_HOST} characters`)
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).split('.')
  if (labels.some((label) => label.length > LONGEST_LABEL))
    return wrong(`has a label of more than ${LONGEST_LABEL} characters`)
  if (labels.includes('')) return wrong('has an empty label: two dots in a row, or one at its start')
  if (!labels.every(isLabel))
    return wrong('has a host with characters other than letters, digits, hyphens and underscores')
  if (DEFAULT_PORTS.has(scheme) && !labels.every(isDomainLabel))
    return wrong('has a label that begins with xn-- but is no valid punycode')
  return undefined
}

function diagnosePort(text: string, scheme: string, host: string, port: string | undefined): PatternProblem {
  if (port === '') return invalid(text, 'has a colon without a port', written(suggestOrigin(text)))
  if (port !== undefined && UNSET_LABELS.has(port))
    return problem(
      'unset-value',
      text,
      `has the port ${port}: a variable was not set when the text was put together`,
      'Set it, or stop at start-up when it is missing.',
    )
  if (port !== undefined && port === DEFAULT_PORTS.get(scheme))
    return invalid(text, `names the default port of ${scheme}, which browsers leave out`, written(suggestOrigin(text)))
  if (port?.includes('*') === true)
    return problem(
      'invalid-wildcard',
      text,
      'has a wildcard that is not its whole port',
      written(suggestOrigin(`${scheme}://${host}:*`)),
    )
  if (port !== undefined && isDigits(port) && port.startsWith('0') && Number(port) !== 0)
    return invalid(text, 'has a port with a leading zero', written(suggestOrigin(text)))
  return invalid(text, 'has a port that is not 1 to 65535', 'Any port is *, as in http://localhost:*.')
}

function isLabel(label: string): boolean {
  return [...label].every((character) => isHostCode(character.charCodeAt(0)))
}

function hasAny(text: string, signs: string): boolean {
  return [...signs].some((sign) => text.includes(sign))
}

function hasNonAscii(text: string): boolean {
  return [...text].some((character) => character > '\u007f')
}

/** White space of any script, and what ends or corrupts a header line. */
function hasBlank(text: string): boolean {
  return [...text].some((character) => character <= ' ' || character === '\u007f' || character.trim() === '')
}

function written(suggestion: string | undefined, otherwise: string = FORM): string {
  return suggestion === undefined ? otherwise : `Write ${suggestion}.`
}

function invalid(text: string, what: string, fix: string): PatternProblem {
  return problem('invalid-origin', text, what, fix)
}

function problem(code: FindingCode, text: string, what: string, fix: string): PatternProblem {
  return { code, message: `${showValue(text)} ${what}.`, fix }
}
