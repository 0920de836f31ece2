import {
  DIRECTIVES,
  matchAncestors,
  matchInline,
  matchRequest,
  type ParsedDirective,
  type ParsedPolicy,
  type Profile,
  type Token,
  type Verdict,
} from '@sallyport/core/csp'
import type { Group } from '../group.ts'
import { type GroupQuestion, profileOf, questionsOf } from './group-question.ts'

/** What a policy says to a group. */
export interface GroupVerdict {
  /** `'depends'`: on what reports do not tell, or is not kept of them. `'unknown'`: the matcher has no question for it. */
  readonly outcome: 'blocked' | 'allowed' | 'depends' | 'unknown'
  /** Of the policy that decided. */
  readonly verdict: Verdict | null
  /** What it depends on: `'nonce'`, `'source'` (its text), `'path'`, `'redirect'` (where it leads), `'embedder'`, … */
  readonly dependsOn: readonly string[]
}

/**
 * What policies, enforced ones as `readPolicyText` gives them, say to what a group counted. `original` is the policy that it was counted under: that blocked
 * it, so that nothing in its list admits it, and what two lists share does not either.
 */
export function judgeGroup(policies: readonly ParsedPolicy[], group: Group, original?: ParsedPolicy): GroupVerdict {
  const questions = questionsOf(group)
  const verdicts =
    questions.length === 0
      ? [strictest(policies.map((policy) => judgeByDirective(policy, group, original)))]
      : questions.map((question) =>
          strictest(policies.map((policy) => judgeQuestion(policy, question, group, original))),
        )
  const [first = ALLOWED, ...others] = verdicts
  if (others.every(({ outcome }) => outcome === first.outcome)) return first
  // An engine that does not tell scripts from workers, or images from fonts.
  const barred = verdicts.find(({ outcome }) => outcome !== 'allowed') ?? first
  return { ...barred, outcome: 'depends', dependsOn: ['kind'] }
}

const ALLOWED: GroupVerdict = { outcome: 'allowed', verdict: null, dependsOn: [] }

/** All policies have to allow. */
function strictest(verdicts: readonly GroupVerdict[]): GroupVerdict {
  for (const wanted of ['blocked', 'depends', 'unknown']) {
    const found = verdicts.find(({ outcome }) => outcome === wanted)
    if (found !== undefined) return found
  }
  return verdicts[0] ?? ALLOWED
}

/** Of what the matcher has no question for: a policy without the directive does not block it, and one with the same list blocks it too. */
function judgeByDirective(policy: ParsedPolicy, { directive }: Group, original?: ParsedPolicy): GroupVerdict {
  if (governorOf(policy, directive) === undefined) return ALLOWED
  const isSame = original !== undefined && addedWords(policy, original, directive)?.length === 0
  return { outcome: isSame ? 'blocked' : 'unknown', verdict: null, dependsOn: [] }
}

function judgeQuestion(
  policy: ParsedPolicy,
  question: GroupQuestion,
  group: Group,
  original?: ParsedPolicy,
): GroupVerdict {
  const redirects = original !== undefined && mayRedirect(original, group)
  const asked: Asked = { policy, question, page: group.page, profile: profileOf(group), redirects }
  const verdict = ask(asked)
  const dependsOn = verdict.dependsOn ?? []
  if (verdict.outcome !== 'depends') return { outcome: verdict.outcome, verdict, dependsOn }
  const isSame = original !== undefined && blocksTheRest(asked, original, verdict.effectiveDirective ?? group.directive)
  return { outcome: isSame ? 'blocked' : 'depends', verdict, dependsOn: isSame ? [] : dependsOn }
}

/** Whether a policy admits the very address that it is said to have blocked: then it led elsewhere, and reports name the first address (§2.4.2). */
export function isRedirected(original: ParsedPolicy, group: Group): boolean {
  const verdicts = askAboutAddress(original, group)
  return verdicts.length > 0 && verdicts.every(({ outcome, reason }) => outcome === 'allowed' && reason === 'listed')
}

/** The same, or a part of its host: whether what was blocked is in that part is not kept. */
function mayRedirect(original: ParsedPolicy, group: Group): boolean {
  return askAboutAddress(original, group).some(
    ({ outcome, reason, dependsOn }) =>
      (outcome === 'allowed' && reason === 'listed') || dependsOn?.includes('path') === true,
  )
}

function askAboutAddress(policy: ParsedPolicy, group: Group): readonly Verdict[] {
  return questionsOf(group)
    .filter(({ kind }) => kind === 'request')
    .map((question) =>
      ask({ policy, question: withoutMerit(question), page: group.page, profile: profileOf(group), redirects: false }),
    )
}

interface Asked {
  readonly policy: ParsedPolicy
  readonly question: GroupQuestion
  readonly page: string
  readonly profile: Profile
  readonly redirects: boolean
}

// A host that no policy names (RFC 2606 §2).
const SOMEWHERE = 'https://somewhere.invalid'
// Redirects lead to http(s) alone (Fetch §4.4 step 6), of whatever port.
const ANYWHERE: readonly string[] = [
  `${SOMEWHERE}/`,
  `${SOMEWHERE}:8443/`,
  'http://somewhere.invalid/',
  'http://somewhere.invalid:8080/',
]

function ask({ policy, question, page, profile, redirects }: Asked): Verdict {
  // The object itself: the matcher remembers what it has read of it.
  const policies = [policy]
  switch (question.kind) {
    case 'inline':
      return matchInline(policies, { url: page }, question.inline, { profile })
    case 'sink': {
      const verdict = matchInline(policies, { url: page }, { type: 'eval', trusted: false }, { profile })
      return verdict.reason === 'trusted-types' ? verdict : UNSPOKEN
    }
    case 'framing': {
      const verdict = matchAncestors(policies, page, [question.embedder ?? SOMEWHERE], { profile })
      const isSure = question.embedder !== null || verdict.outcome === 'allowed' || verdict.reason === 'empty-list'
      return isSure ? verdict : unsure(verdict, 'embedder')
    }
    case 'request': {
      const first = matchRequest(policies, { url: page }, { ...question.request, redirectCount: 0 }, { profile })
      if (first.outcome === 'blocked') {
        // The path is gone: a source with one may have admitted it. After a redirect paths do not count (§6.7.2.8 step 3.6).
        const pathless = matchRequest(policies, { url: page }, { ...question.request, redirectCount: 1 }, { profile })
        return pathless.outcome === 'allowed' ? unsure(first, 'path') : first
      }
      if (first.outcome === 'depends' || first.reason !== 'listed' || !redirects) return first
      const targets = ANYWHERE.map((url) =>
        matchRequest(policies, { url: page }, { ...question.request, url, redirectCount: 1 }, { profile }),
      )
      const barred = targets.find(({ outcome }) => outcome !== 'allowed')
      return barred === undefined ? first : unsure(barred, 'redirect')
    }
  }
}

const UNSPOKEN: Verdict = {
  outcome: 'allowed',
  policy: null,
  directive: null,
  effectiveDirective: 'require-trusted-types-for',
  source: null,
  reason: 'no-directive',
}

function unsure(verdict: Verdict, fact: string): Verdict {
  return { ...verdict, outcome: 'depends', reason: 'unknown-facts', dependsOn: [fact] }
}

// What changes how the rest of a list is read, and so cannot be looked at alone.
const MODIFIERS: readonly string[] = ["'strict-dynamic'", "'unsafe-hashes'"]

/** Whether a policy still blocks by what its list has beyond the list that blocked. */
function blocksTheRest(asked: Asked, original: ParsedPolicy, effective: string): boolean {
  // Any directive may admit a hint (§6.7.2.2).
  if (effective === 'default-src') return false
  const own = governorOf(asked.policy, effective)
  const added = addedWords(asked.policy, original, effective)
  if (own === undefined || added === undefined) return false
  if (added.length === 0) return true
  const { question } = asked
  // What is not known could be anything that is new.
  if (asked.redirects || (question.kind === 'framing' && question.embedder === null)) return false
  const reduced = { ...own, values: [...own.values.filter(({ text }) => isModifier(text)), ...added] }
  const directives = asked.policy.directives.map((directive) => (directive === own ? reduced : directive))
  const policy = { ...asked.policy, directives }
  return ask({ ...asked, policy, question: insertedByParser(question) }).outcome === 'blocked'
}

/** What a policy's list for a directive has beyond that of another; undefined where the two are not read alike. */
function addedWords(policy: ParsedPolicy, original: ParsedPolicy, effective: string): readonly Token[] | undefined {
  const own = governorOf(policy, effective)
  const other = governorOf(original, effective)
  if (own === undefined || other === undefined) return undefined
  if (MODIFIERS.some((modifier) => hasModifier(own, modifier) !== hasModifier(other, modifier))) return undefined
  const known = new Set(other.values.map(({ text }) => text))
  return own.values.filter(({ text }) => !isModifier(text) && !known.has(text))
}

/** What is blocked has no nonce and no integrity that the list knows: all that could have admitted it is its address. */
function withoutMerit(question: GroupQuestion): GroupQuestion {
  if (question.kind !== 'request') return question
  return { kind: 'request', request: { ...question.request, nonce: '', integrity: '', parserInserted: true } }
}

/** What another script inserts passes under `'strict-dynamic'`, so that it was the parser where that was in the list. */
function insertedByParser(question: GroupQuestion): GroupQuestion {
  if (question.kind === 'inline') return { kind: 'inline', inline: { ...question.inline, parserInserted: true } }
  if (question.kind !== 'request') return question
  return { kind: 'request', request: { ...question.request, parserInserted: true } }
}

/** The directive that is read for an effective one (CSP3 §6.8.3). */
export function governorOf(policy: ParsedPolicy, effective: string): ParsedDirective | undefined {
  for (const name of [effective, ...(DIRECTIVES.get(effective)?.fallback ?? [])]) {
    const found = policy.directives.find((directive) => directive.name === name && directive.ignored === undefined)
    if (found !== undefined) return found
  }
  return undefined
}

function hasModifier({ values }: ParsedDirective, modifier: string): boolean {
  return values.some(({ text }) => text.toLowerCase() === modifier)
}

function isModifier(word: string): boolean {
  return MODIFIERS.includes(word.toLowerCase())
}
