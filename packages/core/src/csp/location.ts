import { showValue } from '../finding.ts'
import { UNSET_LABELS } from '../origin/grammar.ts'
import type { ParsedSource, SourceProblem } from './source.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const SCHEME_CHARACTERS = new Set(`${LETTERS}${DIGITS}+-.`)
const HOST_CHARACTERS = new Set(`${LETTERS}${DIGITS}-`)
// RFC 3986 §3.3 pchar, without what CSP3 §2.3.1 takes out (`;` and `,`) and without `%`, which is checked apart.
const PATH_CHARACTERS = new Set(`${LETTERS}${DIGITS}-._~!$&'()*+=:@/`)
const HEXADECIMAL = new Set(`${DIGITS}abcdefABCDEF`)
const KNOWN_SCHEMES = new Set(['http', 'https', 'ws', 'wss', 'data', 'blob', 'filesystem', 'mediastream', 'about'])

const FORM =
  'Write a host (example.com, *.example.com:8443), an address (https://example.com/js/) or a scheme (https:).'

/** Reads a scheme-source or host-source (CSP3 §2.3.1). The text is known to be printable ASCII without white space, `;` and `,`. */
export function parseLocation(text: string): ParsedSource | SourceProblem {
  if (text.endsWith(':') && isScheme(text.slice(0, -1))) return { kind: 'scheme' }
  const separator = text.indexOf('://')
  if (separator !== -1 && !isScheme(text.slice(0, separator))) return problem(text, 'has a malformed scheme', FORM)
  if (separator === -1 && text.startsWith('//')) {
    return problem(text, 'has slashes but no scheme', `Write ${showValue(`https:${text}`)}, or the host alone.`)
  }
  if (separator === -1 && text.startsWith('/')) {
    return problem(
      text,
      'is a path without a host',
      `Write 'self', or the whole address, such as https://example.com${text}.`,
    )
  }
  const rest = separator === -1 ? text : text.slice(separator + 3)
  const cut = firstOf(rest, '?#')
  if (cut !== -1) {
    const shorter = text.slice(0, text.length - (rest.length - cut))
    return problem(text, 'has a query or fragment, which browsers ignore', `Write ${showValue(shorter)}.`)
  }
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  const path = slash === -1 ? '' : rest.slice(slash)
  return authorityProblem(text, authority) ?? pathProblem(text, path) ?? { kind: 'host' }
}

function authorityProblem(text: string, authority: string): SourceProblem | undefined {
  if (authority === '') return problem(text, 'has no host', FORM)
  if (authority.includes('@')) return problem(text, 'has a user name, which no source has', FORM)
  if (authority.startsWith('[')) {
    return problem(text, 'names an IPv6 address, for which CSP has no syntax', 'Write a host name, such as localhost.')
  }
  const colon = authority.indexOf(':')
  const host = colon === -1 ? authority : authority.slice(0, colon)
  if (colon !== -1) {
    const port = authority.slice(colon + 1)
    if (KNOWN_SCHEMES.has(host.toLowerCase()))
      return problem(text, 'names more than a scheme', `Write ${showValue(`${host}:`)}.`)
    if (UNSET_LABELS.has(port)) return unset(text, `a port that is ${port}`)
    if (port !== '*' && !isPort(port)) return problem(text, 'has a port that is neither 0 to 65535 nor *', FORM)
  }
  return hostProblem(text, host)
}

function hostProblem(text: string, host: string): SourceProblem | undefined {
  if (host === '*') return undefined
  const name = host.startsWith('*.') ? host.slice(2) : host
  if (name.includes('*')) {
    return problem(text, 'has a wildcard that is not its whole first label', 'Write *.example.com for all subdomains.')
  }
  for (const character of name) {
    if (character !== '.' && !HOST_CHARACTERS.has(character)) {
      return problem(text, `has ${showValue(character)} in its host, which may hold letters, digits and hyphens`, FORM)
    }
  }
  // host-part allows one dot at the end.
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.')
  if (labels.includes('')) return problem(text, 'has an empty label in its host', FORM)
  const last = labels[labels.length - 1] ?? ''
  // What a template makes of a variable that is not set, as in origins.
  if (!UNSET_LABELS.has(last)) return undefined
  return unset(text, `a host named ${last}`)
}

function pathProblem(text: string, path: string): SourceProblem | undefined {
  // path-absolute (RFC 3986 §3.3): the first segment is not empty unless it is the only one.
  if (path.startsWith('//')) return problem(text, 'has a path that starts with two slashes', 'Write one slash.')
  for (let index = 0; index < path.length; index++) {
    const character = path.charAt(index)
    if (character === '%') {
      if (!HEXADECIMAL.has(path.charAt(index + 1)) || !HEXADECIMAL.has(path.charAt(index + 2))) {
        return problem(text, 'has a % that no two hexadecimal digits follow', 'Write %25 for a percent sign.')
      }
    } else if (!PATH_CHARACTERS.has(character)) {
      const code = character.charCodeAt(0).toString(16).toUpperCase()
      return problem(text, `has ${showValue(character)} in its path`, `Write %${code}.`)
    }
  }
  return undefined
}

function isScheme(text: string): boolean {
  return (
    text !== '' && LETTERS.includes(text.charAt(0)) && [...text].every((character) => SCHEME_CHARACTERS.has(character))
  )
}

function isPort(text: string): boolean {
  return text !== '' && [...text].every((character) => DIGITS.includes(character)) && Number(text) <= 65_535
}

function firstOf(text: string, characters: string): number {
  return [...text].findIndex((character) => characters.includes(character))
}

function unset(text: string, what: string): SourceProblem {
  const message = `has ${what}: a variable was not set when the text was put together`
  return { ...problem(text, message, 'Set it, or stop at start-up when it is missing.'), code: 'unset-value' }
}

function problem(text: string, what: string, fix: string): SourceProblem {
  return { code: 'invalid-source', message: `${showValue(text)} ${what}.`, fix }
}
