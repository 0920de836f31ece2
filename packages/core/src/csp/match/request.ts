import { checkProfile } from '../caller-checks.ts'
import type { ParsedPolicy } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import type { Inline, MatchOptions, Page, Profile, ResourceRequest, Verdict } from '../verdict.ts'
import { checkRequest } from './asked.ts'
import { differs } from './differences.ts'
import { DESTINATIONS, effectiveDirectives, governingDirective, isNested } from './effective-directive.ts'
import { ruleOnInline } from './inline.ts'
import { ruleOnRequest } from './request-ruling.ts'
import { ruleOnHint } from './resource-hint.ts'
import { judge, type Ruling, strictest, unspoken } from './ruling.ts'
import { type Self, selfOf } from './self-origin.ts'
import { resolveUrl, targetOf } from './target.ts'
import { asksForUpgrade, upgradedUrl } from './upgrade.ts'
import type { UrlQuestion } from './url-source.ts'

/**
 * Whether a page's policies let a request through: CSP3 §4.1.2 and all that it calls. Never throws on any text; one that is no URL matches no source.
 * The response is checked by the same rules (§4.1.3): ask again with its URL where a service worker may have answered with another.
 * What else may stop a request (mixed content, CORS, a sandbox) is not looked at.
 *
 * Give `parseCsp`'s policies to ask more than once: their source lists are then read once, and what a match costs does not depend on how
 * many other hosts are listed.
 *
 * ```ts
 * matchRequest([{ header: "img-src 'self'" }], { url: 'https://a.test/' }, { url: 'https://b.test/x.png', destination: 'image' }).outcome // 'blocked'
 * ```
 *
 * @throws {TypeError} for arguments of the wrong type, and for options and misspelt destinations that do not exist.
 */
export function matchRequest(
  policies: readonly PolicyInput[],
  page: Page,
  request: ResourceRequest,
  { profile = 'spec' }: MatchOptions = {},
): Verdict {
  checkProfile(profile)
  checkRequest(page, request, DESTINATIONS)
  const all = readPolicies(policies)
  const names = effectiveDirectives(request)
  const url = resolveUrl(request.url, page.url)
  if (url?.protocol === 'javascript:' && isNavigation(request)) return matchJavaScriptUrl(all, request, url, profile)
  // HTML §4.8.5: a frame of about:blank or about:srcdoc is not fetched. It has the policies of this page.
  if (url?.protocol === 'about:' && isNested(request.destination)) return unspoken(null, 'exempt')
  const [effective = null] = names
  if (effective === null) return unspoken(null, 'exempt')
  const upgraded = url && upgradedUrl(url, page.url, all, request, profile)
  const self = selfOf(page.url)
  const enforced = questionFor(upgraded, self, request, profile)
  const reported = questionFor(url, self, request, profile)
  return judge(all, effective, (policy) => {
    const asked = policy.disposition === 'enforce' ? enforced : reported
    const isUpgradedLater = differs(profile, 'upgraded-after-check') && asksForUpgrade(policy, profile)
    const question = isUpgradedLater ? { ...asked, isUpgradedLater } : asked
    const rulings = names.map((name) => ruleOnName(policy, name, request, question))
    return strictest([...rulings, ruleOnNested(policy, request, question)])
  })
}

type Question = Omit<UrlQuestion, 'directive'>

function questionFor(
  url: URL | null,
  self: Self,
  { redirectCount, initiator }: ResourceRequest,
  profile: Profile,
): Question {
  // A <base> is checked with a redirect count of 0 (§6.3.1.1 step 1.4).
  const count = initiator === 'base' ? 0 : redirectCount
  return {
    target: url && targetOf(url, profile),
    self,
    isRedirected: count === undefined ? undefined : count > 0,
    profile,
  }
}

/** The directives of navigations. */
export const NAVIGATIONS: ReadonlySet<string> = new Set(['form-action', 'frame-src', 'fenced-frame-src'])

/** Chromium checks navigations, and redirects of what may outlive the page, in another process than the rest, with code of its own. */
function outsideThePage(
  name: string,
  { initiator }: ResourceRequest,
  { isRedirected, profile }: Question,
): Pick<Question, 'isNavigation' | 'isRedirected'> {
  if (NAVIGATIONS.has(name)) return { isNavigation: true, isRedirected }
  const outlives = initiator === 'beacon' || initiator === 'ping'
  if (!outlives || !differs(profile, 'paths-kept-after-redirect')) return { isRedirected }
  return { isNavigation: isRedirected === true, isRedirected: false }
}

function ruleOnName(policy: ParsedPolicy, name: string, request: ResourceRequest, question: Question): Ruling {
  if (name === 'default-src') return ruleOnHint(policy, question)
  const directive = governingDirective(policy, name, question.profile)
  if (directive === undefined) return null
  const authority = { policy, directive, effectiveDirective: name }
  const asked = { ...question, ...outsideThePage(name, request, question), directive: directive.name }
  const ruling = ruleOnRequest(authority, request, asked)
  return name === 'form-action' ? ruleOnRedirectedForm(ruling, question) : ruling
}

function ruleOnRedirectedForm(ruling: Verdict, { isRedirected, profile }: Question): Ruling {
  if (isRedirected === false || !differs(profile, 'form-redirects-unchecked')) return ruling
  if (isRedirected === true) return null
  return ruling.outcome === 'blocked' ? unless(ruling, 'redirectCount') : ruling
}

/** An object or embed that may turn out to hold a page. */
function ruleOnNested(policy: ParsedPolicy, request: ResourceRequest, question: Question): Ruling {
  const { destination, nestsDocument } = request
  const isPlugin = destination === 'object' || destination === 'embed'
  if (!isPlugin || nestsDocument === false || !differs(question.profile, 'nested-object-is-frame')) return null
  const ruling = ruleOnName(policy, 'frame-src', request, question)
  return nestsDocument === undefined && ruling?.outcome === 'blocked' ? unless(ruling, 'nestsDocument') : ruling
}

/** A block that the fact, which is not known, would lift. */
function unless({ nearMisses, ...ruling }: Verdict, fact: keyof ResourceRequest): Verdict {
  return { ...ruling, outcome: 'depends', reason: 'unknown-facts', dependsOn: [fact] }
}

function isNavigation({ initiator, destination }: ResourceRequest): boolean {
  return (
    initiator === 'navigation' || initiator === 'form-action' || destination === 'document' || isNested(destination)
  )
}

/** CSP3 §4.2.4: such an address is not fetched. Forms have to pass form-action (step 2), then all its inline check (step 3). */
function matchJavaScriptUrl(
  all: readonly ParsedPolicy[],
  request: ResourceRequest,
  url: URL,
  profile: Profile,
): Verdict {
  const inline: Inline = { type: 'navigation', source: url.href }
  const question = questionFor(url, 'opaque', request, profile)
  return judge(all, 'script-src-elem', (policy) => {
    const isForm = request.initiator === 'form-action'
    const form = isForm ? ruleOnName(policy, 'form-action', request, question) : null
    return strictest([form, ruleOnInline(policy, all, inline, profile)])
  })
}
