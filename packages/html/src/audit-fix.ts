import type { NearMiss, ParsedDirective, Verdict } from '@sallyport/core/csp'
import type { AuditKind } from './audit-entry.ts'

/** What a fix is made of. */
export interface Blocked {
  readonly kind: AuditKind
  readonly verdict: Verdict
  /** Of a request. */
  readonly url: URL | undefined
  /** Of the element; `''` when it has none that counts. */
  readonly nonce: string
  /** Of the page. */
  readonly origin: string
}

type NearMissFix = (source: string, directive: string) => string

/** What to change where a source would have matched but for one thing. */
const NEAR_MISSES: Partial<Record<NearMiss['differs'], NearMissFix>> = {
  nonce: () => 'It has another nonce than the policy: give it the nonce of this response.',
  hash: (source) => `${source} is nearly its hash: take the hash of the text as it is now.`,
  'unsafe-hashes': (source, directive) => `Its hash is in ${directive}: add 'unsafe-hashes' beside it.`,
  'strict-dynamic': (source) =>
    `${source} does not count beside 'strict-dynamic': give it the nonce of the response, or an integrity whose hash is in the policy.`,
  quotes: (source, directive) => `${source} in ${directive} needs its quotes.`,
  scheme: (source) => `It differs from ${source} in the scheme alone: change one of them.`,
  port: (source) => `It differs from ${source} in the port alone: change one of them.`,
  path: (source) => `It differs from ${source} in the path alone: change one of them.`,
  case: (source) => `It differs from ${source} in capitals alone: change one of them.`,
  'trailing-dot': (source) => `It differs from ${source} in the dot after the host alone: change one of them.`,
}

const TRUSTED = 'It passes only where a Trusted Types policy named default takes it; use a script.'

/** What to change so that it passes: the smallest change, or what else to do where that would be a hole. */
export function fixFor(blocked: Blocked): string {
  const { verdict, kind, nonce } = blocked
  const { dependsOn, nearMisses = [], directive } = verdict
  if (dependsOn?.includes('trusted')) return TRUSTED
  if (dependsOn !== undefined) return `It depends on what is not in the page: ${dependsOn.join(', ')}.`
  for (const { differs, source } of nearMisses) {
    // No nonce is as far from one as from another.
    if (differs === 'nonce' && nonce === '') continue
    const fix = NEAR_MISSES[differs]?.(source.text, directive ?? '')
    if (fix !== undefined) return fix
  }
  return kind === 'request' ? requestFix(blocked) : inlineFix(kind, verdict)
}

function inlineFix(kind: Exclude<AuditKind, 'request'>, verdict: Verdict): string {
  const hash = `add its hash, which hashHtml finds, to ${narrow(verdict)}`
  switch (kind) {
    case 'script':
    case 'style':
      return hasNonce(verdict) ? `Give it the nonce of the response, or ${hash}.` : `${capital(hash)}.`
    case 'script attribute':
      return `Listen for the event in a script, or ${hash} with 'unsafe-hashes'.`
    case 'navigation':
      return `Use a button and a script, or ${hash} with 'unsafe-hashes'.`
    case 'style attribute':
      return `Use a class and a stylesheet, or ${hash} with 'unsafe-hashes'.`
  }
}

function requestFix({ verdict, url, origin }: Blocked): string {
  const isScript = verdict.effectiveDirective === 'script-src-elem'
  if (verdict.reason === 'parser-inserted') {
    return hasNonce(verdict)
      ? 'Give it the nonce of the response.'
      : 'Give it an integrity, and add its hash, which hashHtml finds, to script-src.'
  }
  const nonce = isScript && hasNonce(verdict) ? 'Give it the nonce of the response, or add' : 'Add'
  const source = url === undefined ? 'its address' : sourceFor(url, origin)
  const { directive } = verdict
  const name = narrow(verdict)
  if (directive === 'default-src') return `${nonce} ${name} with ${source}, beside what default-src has.`
  const instead = verdict.source?.text.toLowerCase() === "'none'" ? ` in place of ${verdict.source.text}` : ''
  return `${nonce} ${source} to ${name}${instead}.`
}

/** The least that admits the address, by origin. */
function sourceFor(url: URL, origin: string): string {
  // Of data:, blob: and their like, whose origin is of no use in a list.
  if (url.host === '') return url.protocol
  const own = `${url.protocol}//${url.host}`
  return own === origin ? "'self'" : own
}

/** The directive to change: not the one it falls back to, where that holds for more. */
function narrow({ directive, effectiveDirective }: Verdict): string {
  const name = directive === 'default-src' ? effectiveDirective : directive
  if (name === 'script-src-elem' && directive === 'default-src') return 'script-src'
  return name === 'style-src-elem' && directive === 'default-src' ? 'style-src' : (name ?? 'the policy')
}

function hasNonce({ policy, directive }: Verdict): boolean {
  const decided: ParsedDirective | undefined = policy?.directives.find(({ name }) => name === directive)
  return decided?.values.some(({ text }) => text.toLowerCase().startsWith("'nonce-")) ?? false
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
