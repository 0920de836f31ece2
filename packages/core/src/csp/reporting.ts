import { ANY_NONCE, policyId } from '../report/policy-id.ts'
import { reportUrl } from '../report/report-url.ts'
import type { Disposition } from '../report/violation.ts'
import { NONCE } from './keywords.ts'
import { minifyPolicy } from './minify.ts'
import { type DirectiveWords, lowerAscii } from './parse.ts'
import type { PolicyWords } from './policy-words.ts'
import { withoutSlots } from './render.ts'

/** Where policies report to that name no place themselves. */
export interface CspReporting {
  /** An absolute URL or a path of the own server. */
  readonly endpoint: string
  /** For responses to a client that is known to use TLS. On http, Chromium and Firefox deliver nothing to `report-to`, and pass over `report-uri` for it. */
  readonly secure: boolean
}

/** What `Reporting-Endpoints` declares. */
export interface Endpoint {
  readonly name: string
  readonly url: string
}

/** A policy as it goes into a header. */
export interface SentPolicy {
  readonly directives: readonly DirectiveWords[]
  /** For a response whose nonce nobody read. */
  readonly nonceless: readonly DirectiveWords[]
  /** Those that its `report-to` names, in both forms. */
  readonly endpoints: readonly Endpoint[]
}

export function isReporting({ name }: DirectiveWords): boolean {
  return name === 'report-uri' || name === 'report-to'
}

/** Whether browsers deliver to it what `report-to` asks for (Reporting API §3.2 step 4.5). */
export function isSecureEndpoint(endpoint: string): boolean {
  return endpoint.startsWith('/') || lowerAscii(endpoint.slice(0, 'https:'.length)) === 'https:'
}

/**
 * The policy with where it reports to. `frame-ancestors` leaves into a policy of its own, because Chromium and Firefox report nothing of it to `report-to`
 * (w3c/reporting#203) and do not look at the `report-uri` beside that. It does so on http too, where it need not, so that a policy has one name on both.
 */
export function addReporting(policy: PolicyWords, reporting: CspReporting | undefined): readonly SentPolicy[] {
  const { directives } = policy.minify ? minifyPolicy(policy) : policy
  if (reporting === undefined || policy.unreported || directives.some(isReporting)) {
    return [{ directives, nonceless: withoutSlots(directives), endpoints: [] }]
  }
  const disposition = policy.reportOnly ? 'report' : 'enforce'
  const ancestors = directives.filter(({ name }) => name === 'frame-ancestors')
  const others = directives.filter(({ name }) => name !== 'frame-ancestors')
  return [
    ...(others.length > 0 ? [address(others, disposition, reporting)] : []),
    ...(ancestors.length > 0 ? [address(ancestors, disposition, { ...reporting, secure: false })] : []),
  ]
}

/** The two forms are different policies to whom reports of them come. */
function address(
  directives: readonly DirectiveWords[],
  disposition: Disposition,
  { endpoint, secure }: CspReporting,
): SentPolicy {
  const endpoints = new Map<string, Endpoint>()
  const addressed = (form: readonly DirectiveWords[]): readonly DirectiveWords[] => {
    const id = policyId(textOf(form))
    const url = reportUrl(endpoint, { policy: id, disposition })
    const uri: DirectiveWords = { name: 'report-uri', words: [url] }
    if (!secure || !isSecureEndpoint(endpoint)) return [...form, uri]
    // One name for a policy wherever it is sent: a page, or a cache, may hold the headers of several makers. Lower case, or nothing is reported.
    const name = disposition === 'enforce' ? `csp-${id}` : `csp-report-${id}`
    endpoints.set(name, { name, url })
    return [...form, uri, { name: 'report-to', words: [name] }]
  }
  const withNonce = addressed(directives)
  const nonceless = addressed(withoutSlots(directives))
  return { directives: withNonce, nonceless, endpoints: [...endpoints.values()] }
}

function textOf(directives: readonly DirectiveWords[]): string {
  return directives
    .map(({ name, words }) => [name, ...words.map((word) => (word === NONCE ? ANY_NONCE : word))].join(' '))
    .join('; ')
}

/**
 * `Reporting-Endpoints` (Reporting API §3.2; RFC 8941 §3.2). It declares those of both forms: whichever a response has, or a browser has kept when a 304 comes,
 * its endpoints are there.
 */
export function writeEndpoints(endpoints: readonly Endpoint[]): string {
  const byName = new Map(endpoints.map(({ name, url }) => [name, url]))
  return [...byName].map(([name, url]) => `${name}="${escapeText(url)}"`).join(', ')
}

/** RFC 8941 §3.3.3. */
function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
