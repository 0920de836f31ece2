import type { MatchOptions, ParsedPolicy, Profile, Verdict } from '@sallyport/core/csp'
import { matchAncestors, matchInline, matchRequest, matchWebRtc } from '@sallyport/core/csp'
import type { Browser } from '../group.ts'
import { type Blocked, NOBODY } from './blocked.ts'
import { fallsBackTo, QUESTIONS_FOR, type Question } from './questions.ts'

/** What a report claims that a policy did. */
export interface Claim {
  readonly policy: ParsedPolicy
  /** The effective directive, or, of an engine of CSP2, the one that the policy has. */
  readonly directive: string
  readonly blocked: Blocked
  /** The page's serialised origin: a policy looks at no more of its address. */
  readonly pageOrigin: string
  readonly browser: Browser
}

/** Who else is asked where the engine is not known. */
const PROFILES: Readonly<Record<Browser, readonly Profile[]>> = {
  chromium: ['chromium'],
  firefox: ['gecko'],
  webkit: ['webkit'],
  other: ['spec', 'chromium', 'gecko', 'webkit'],
}

/**
 * Whether the policy can have done it: the matcher says that it blocks, or that what no report tells would decide. Lenient where reports are vague:
 *
 * - What was blocked may be the target of a redirect, while the URL before it is reported (CSP3 §2.4.2 takes the request's `url`, so that a page does not learn where
 *   a redirect leads; Chromium, Firefox and WebKit were seen to do so). So a URL that is allowed is no contradiction, as long as the policy blocks some place a redirect may lead to.
 *   Nothing is lost by it: a forged report of this kind names only what the policy allows already.
 * - Of a frame the origin alone is told. A path in the policy then does not match, which is what was reported.
 * - Of `frame-ancestors` the ancestor that was refused is not told: its embedder at best. So it is enough that the policy refuses somebody.
 * - An engine of CSP2 names the directive that the policy has, `default-src` for an image.
 */
export function canHaveBlocked(claim: Claim): boolean {
  return PROFILES[claim.browser].some((profile) => isBlockedBy(claim, { profile }))
}

function isBlockedBy(claim: Claim, options: MatchOptions): boolean {
  const { policy, directive, blocked, pageOrigin } = claim
  switch (directive) {
    case 'frame-ancestors':
      return STRANGERS.some((ancestor) => isRefused(policy, matchAncestors([policy], pageOrigin, [ancestor], options)))
    case 'webrtc':
      // §4.3.1 names nothing that was blocked.
      return (
        (blocked.kind === 'untold' || isWord(blocked, 'webrtc')) && isRefused(policy, matchWebRtc([policy], options))
      )
    case 'require-trusted-types-for':
      return isWord(blocked, 'trusted-types-sink') && wordsOf(policy, directive).includes("'script'")
    case 'trusted-types':
      return isWord(blocked, 'trusted-types-policy') && restrictsTrustedTypes(policy)
    default:
  }
  const questions = QUESTIONS_FOR.get(directive)
  // What the matcher does not speak of, because today's browsers do not, was done by a policy that has it.
  if (questions === undefined) return policy.directives.some(({ name }) => name === directive)
  return questions.some((question) => isRefusedBy(claim, question, options))
}

// An opaque origin, and hosts that nobody lists.
const STRANGERS: readonly string[] = ['null', `https://${NOBODY}`, `http://${NOBODY}`]

function isRefusedBy(claim: Claim, question: Question, options: MatchOptions): boolean {
  const { policy, directive, blocked, pageOrigin } = claim
  const page = { url: `${pageOrigin}/` }
  if ('inline' in question) {
    if (blocked.kind !== 'untold' && !isWord(blocked, question.word)) return false
    return isRefused(policy, matchInline([policy], page, question.inline, options), question, directive)
  }
  const ask = (url: string, redirectCount: number): boolean =>
    isRefused(
      policy,
      matchRequest([policy], page, { ...question.request, url, redirectCount }, options),
      question,
      directive,
    )
  if (blocked.key === '' && blocked.kind === 'untold') return ask(`https://${NOBODY}/`, 0)
  if (blocked.url === '') return false
  if (ask(blocked.url, 0)) return true
  const mayRedirect = blocked.kind === 'url' && FETCHED.has(blocked.scheme) && question.directive !== 'base-uri'
  return mayRedirect && REDIRECTED.some((url) => ask(url, 1))
}

const FETCHED: ReadonlySet<string> = new Set(['http', 'https'])
const REDIRECTED: readonly string[] = [`https://${NOBODY}/`, `http://${NOBODY}/`]

/** Whether the verdict is no, or may be, and is reported under the directive. */
function isRefused(policy: ParsedPolicy, verdict: Verdict, question?: Question, directive?: string): boolean {
  // What report-only policies say stands aside.
  const own = policy.disposition === 'enforce' ? verdict : verdict.reports?.[0]
  if (own === undefined || own.outcome === 'allowed') return false
  if (question === undefined || directive === undefined || question.directive === directive) return true
  // An engine of CSP2 knows no -elem and -attr: it says script-src, by whichever directive that was decided.
  return own.directive === directive || (own.directive !== null && fallsBackTo(directive, own.directive))
}

function isWord(blocked: Blocked, word: string): boolean {
  return blocked.kind === 'keyword' && blocked.key === word
}

function wordsOf({ directives }: ParsedPolicy, name: string): readonly string[] {
  return directives.find((directive) => directive.name === name)?.values.map(({ text }) => text) ?? []
}

/** Trusted Types §4.2.4: with `*` every name is fine, and with `'allow-duplicates'` a second policy of a name too. */
function restrictsTrustedTypes(policy: ParsedPolicy): boolean {
  if (!policy.directives.some(({ name }) => name === 'trusted-types')) return false
  const words = wordsOf(policy, 'trusted-types')
  return !words.includes('*') || !words.includes("'allow-duplicates'")
}
