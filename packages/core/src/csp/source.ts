import { ConfigError, type FindingCode, showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'
import { KEYWORD_DIRECTIVES, NONCE } from './keywords.ts'
import { parseLocation } from './location.ts'

/**
 * A scheme (`https:`), host (`*.example.com`, `localhost:3000`) or address (`https://example.com/js/`) that a directive admits.
 * Literals are checked by the compiler as far as it can (an unquoted `self` has neither dot nor colon); text that comes from elsewhere
 * becomes one with {@link hostSource}. Both are checked in full when the configuration is compiled.
 */
export type HostSource =
  | '*'
  | 'localhost'
  | `${string}.${string}`
  | `${string}://${string}`
  | `${string}:${number}`
  | `${string}:*`
  | `${string}:`

export type HashAlgorithm = 'sha256' | 'sha384' | 'sha512'

/** The digest of an inline script or style, or of a file named with `integrity`; `hashSource` makes one. */
export type HashSource = `'${HashAlgorithm}-${string}'`

export type SourceKind = 'keyword' | 'nonce-slot' | 'none' | 'hash' | 'scheme' | 'host'

export interface SourceProblem {
  readonly code: FindingCode
  readonly message: string
  readonly fix: string
}

/** A source expression that a browser understands; `advice` when it may still not do what its author expects. */
export interface ParsedSource {
  readonly kind: SourceKind
  readonly advice?: SourceProblem
}

// Base64 length of each digest, and how many of its last digit's low bits are always zero.
export const DIGESTS: ReadonlyMap<
  string,
  { readonly digits: number; readonly padding: string; readonly spareBits: number }
> = new Map([
  ['sha256', { digits: 43, padding: '=', spareBits: 2 }],
  ['sha384', { digits: 64, padding: '', spareBits: 0 }],
  ['sha512', { digits: 86, padding: '==', spareBits: 4 }],
])
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const OTHER_QUOTES = '"`´‘’“”„′'
const QUOTED: ReadonlySet<string> = new Set([...KEYWORD_DIRECTIVES.keys(), "'none'"])

/**
 * Reads one source expression by the grammar of CSP3 §2.3.1, stricter than a browser would: lower-case keywords and the nonce slot
 * only, and nothing a browser would silently take for something else. What it accepts is printable ASCII without white space, `;` and `,`,
 * so it can only ever be one source. Never throws.
 */
export function parseSource(text: string): ParsedSource | SourceProblem {
  // JavaScript callers hand over whatever they like.
  if (typeof text !== 'string') {
    return { code: 'unset-value', message: `${showValue(text)} is no text.`, fix: 'Is an environment variable unset?' }
  }
  if (text === '') return problem('unset-value', 'is empty', 'Give a source, or remove the entry.', text)
  const requoted = requote(text)
  if (requoted)
    return problem(
      'invalid-source',
      'is a keyword, nonce or hash, which needs single quotes',
      `Write ${showValue(requoted)}.`,
      text,
    )
  const foreign = foreignCharacter(text)
  if (foreign) return foreign
  return text.startsWith("'") ? parseQuoted(text) : parseLocation(text)
}

export function isSourceProblem(parsed: ParsedSource | SourceProblem): parsed is SourceProblem {
  return 'code' in parsed
}

/** Characters that no source has, in the order of what they would do to the header. */
function foreignCharacter(text: string): SourceProblem | undefined {
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)) return whitespaceProblem(text)
    if (code < 0x20 || code === 0x7f) return problem('invalid-source', 'holds a control character', 'Remove it.', text)
    if (character === ';')
      return problem('invalid-source', 'holds a semicolon, which ends a directive', 'In a path, write %3B.', text)
    if (character === ',')
      return problem('invalid-source', 'holds a comma, which ends a policy', 'In a path, write %2C.', text)
    if (code > 0x7f) return problem('invalid-source', 'holds a character outside ASCII', asciiFix(text), text)
  }
  return undefined
}

function whitespaceProblem(text: string): SourceProblem {
  const parts = text.split(/[\t\n\f\r ]+/).filter((part) => part !== '')
  const fix = parts.length > 1 ? `Write one entry each: ${parts.map(showValue).join(', ')}.` : 'Remove the white space.'
  return problem('invalid-source', 'holds white space, which separates sources', fix, text)
}

function asciiFix(text: string): string {
  const otherwise = 'Write hosts in punycode (xn--…) and paths percent-encoded.'
  try {
    const url = new URL(text.includes('://') ? text : `https://${text}`)
    const ascii = text.includes('://') ? url.href : url.href.slice('https://'.length)
    const bare = url.pathname === '/' && !text.endsWith('/') ? ascii.slice(0, -1) : ascii
    return isSourceProblem(parseSource(bare)) ? otherwise : `Write ${showValue(bare)}.`
  } catch {
    return otherwise
  }
}

/** The keyword, nonce or hash that unquoted or wrongly quoted text was meant to be. */
function requote(text: string): string | undefined {
  if (text.startsWith("'") && text.endsWith("'")) return undefined
  const bare = trimQuotes(text)
  const quoted = `'${bare.toLowerCase()}'`
  if (QUOTED.has(quoted)) return quoted
  // A host of one label could be named like the rest, but none is.
  if (bare.includes('.') || bare.includes(':') || foreignCharacter(bare)) return undefined
  const dash = bare.indexOf('-')
  const prefix = bare.slice(0, Math.max(dash, 0)).toLowerCase()
  if (prefix === 'nonce') return NONCE
  if (DIGESTS.has(prefix)) return `'${prefix}-${bare.slice(dash + 1)}'`
  return undefined
}

/** Without the quotes around it, of whatever kind. */
export function trimQuotes(text: string): string {
  const isQuote = (character: string | undefined) =>
    character !== undefined && (character === "'" || OTHER_QUOTES.includes(character))
  let start = 0
  let end = text.length
  while (start < end && isQuote(text[start])) start++
  while (end > start && isQuote(text[end - 1])) end--
  return text.slice(start, end)
}

function parseQuoted(text: string): ParsedSource | SourceProblem {
  if (text === NONCE) return { kind: 'nonce-slot' }
  if (text === "'none'") return { kind: 'none' }
  if (KEYWORD_DIRECTIVES.has(text)) return { kind: 'keyword' }
  if (text.length < 2 || !text.endsWith("'")) {
    return problem('invalid-source', 'has an opening quote only', 'Close the quote, or remove it.', text)
  }
  const lower = text.toLowerCase()
  if (QUOTED.has(lower))
    return problem('invalid-source', 'is a keyword in capitals', `Write ${showValue(lower)}.`, text)
  if (lower.startsWith("'nonce-")) {
    return problem(
      'invalid-source',
      'is a fixed nonce, which anyone can read and reuse',
      `Write NONCE, or ${showValue(NONCE)} in JSON: every response then gets its own.`,
      text,
    )
  }
  const dash = text.indexOf('-')
  const digest = DIGESTS.get(lower.slice(1, dash))
  if (digest) return parseHash(text, dash, digest)
  const nearest = nearestName(text, QUOTED)
  const fix = nearest ? `Did you mean ${showValue(nearest)}?` : 'Hosts and schemes stand without quotes.'
  return problem('invalid-source', 'is in quotes but is no keyword of CSP', fix, text)
}

function parseHash(
  text: string,
  dash: number,
  digest: { digits: number; padding: string; spareBits: number },
): ParsedSource | SourceProblem {
  const algorithm = text.slice(1, dash)
  if (algorithm !== algorithm.toLowerCase()) {
    return problem('invalid-source', 'names its algorithm in capitals', `Write ${algorithm.toLowerCase()}.`, text)
  }
  const value = text.slice(dash + 1, -1)
  // Browsers fold base64url for inline content, but compare it literally with `integrity` attributes (§6.7.2.4).
  const folded = value.replaceAll('-', '+').replaceAll('_', '/')
  const digits = folded.slice(0, digest.digits)
  const lastDigit = BASE64_DIGITS.indexOf(digits.slice(-1))
  if (
    folded.length !== digest.digits + digest.padding.length ||
    !folded.endsWith(digest.padding) ||
    [...digits].some((digit) => !BASE64_DIGITS.includes(digit)) ||
    lastDigit % 2 ** digest.spareBits !== 0
  ) {
    const length = digest.digits + digest.padding.length
    return problem(
      'invalid-source',
      `is not the base64 text of a ${algorithm} digest (${length} characters${digest.padding ? `, ${digest.padding} included` : ''}), so it can match nothing`,
      'Make it with hashSource(text), or copy it from the browser console.',
      text,
    )
  }
  if (folded === value) return { kind: 'hash' }
  const advice = problem(
    'invalid-source',
    'is in base64url, which matches inline content but no integrity attribute',
    `Write ${showValue(`'${algorithm}-${folded}'`)}.`,
    text,
  )
  return { kind: 'hash', advice }
}

function problem(code: FindingCode, what: string, fix: string, text: string): SourceProblem {
  return { code, message: `${showValue(text)} ${what}.`, fix }
}

/**
 * Checks text that names a scheme, host or address, so that it can stand in a source list:
 * `{ 'connect-src': ["'self'", hostSource(process.env.API_ORIGIN ?? '')] }`.
 * Throws {@link ConfigError} when it is no such source, an empty or missing one included.
 */
export function hostSource(text: string): HostSource {
  if (isHostSource(text)) return text
  const { code, message, fix } = hostSourceProblem(text)
  throw new ConfigError([{ code, severity: 'error', path: 'hostSource(text)', value: text, message, fix }])
}

function isHostSource(text: unknown): text is HostSource {
  if (typeof text !== 'string') return false
  const parsed = parseSource(text)
  return !isSourceProblem(parsed) && (parsed.kind === 'host' || parsed.kind === 'scheme')
}

function hostSourceProblem(text: unknown): SourceProblem {
  if (typeof text !== 'string') {
    return { code: 'unset-value', message: `${showValue(text)} is no text.`, fix: 'Is the environment variable set?' }
  }
  const parsed = parseSource(text)
  if (isSourceProblem(parsed)) return parsed
  return problem('invalid-source', 'is no host and no scheme', 'Write it into the list as it is.', text)
}
