import {
  DIRECTIVES,
  matchAncestors,
  matchInline,
  matchRequest,
  type ParsedDirective,
  type ParsedPolicy,
  type Profile,
  type Verdict,
} from '@sallyport/core/csp'
import type { Group } from './group.ts'
import { type GroupQuestion, profileOf, questionOf } from './group-question.ts'

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
 * What policies, all taken as enforced, say to what a group counted. `original` is the policy that it was counted under: that blocked it, so that
 * nothing in its list admits it, and what two lists share does not either.
 */
export function judgeGroup(policies: readonly ParsedPolicy[], group: Group, original?: ParsedPolicy): GroupVerdict {
  const question = questionOf(group)
  if (question === undefined) return { outcome: 'unknown', verdict: null, dependsOn: [] }
  const profile = profileOf(group)
  const redirects = original !== undefined && isRedirected(original, group)
  const verdicts = policies.map((policy): GroupVerdict => {
    const asked: Asked = { policy, question, page: group.page, profile, redirects }
    const verdict = ask(asked)
    const dependsOn = verdict.dependsOn ?? []
    if (verdict.outcome !== 'depends') return { outcome: verdict.outcome, verdict, dependsOn }
    const isSame = original !== undefined && blocksTheRest(asked, original, group.directive)
    return { outcome: isSame ? 'blocked' : 'depends', verdict, dependsOn: isSame ? [] : dependsOn }
  })
  return (
    verdicts.find(({ outcome }) => outcome === 'blocked') ??
    verdicts.find(({ outcome }) => outcome === 'depends') ??
    verdicts[0] ?? { outcome: 'allowed', verdict: null, dependsOn: [] }
  )
}

/** Whether a policy admits the very address that it is said to have blocked: then it led elsewhere, and reports name the first address (§5.3). */
export function isRedirected(original: ParsedPolicy, group: Group): boolean {
  const question = questionOf(group)
  if (question?.kind !== 'request') return false
  const asked: Asked = { policy: original, question, page: group.page, profile: profileOf(group), redirects: false }
  const { outcome, reason } = ask(asked)
  return outcome === 'allowed' && reason === 'listed'
}

interface Asked {
  readonly policy: ParsedPolicy
  readonly question: GroupQuestion
  readonly page: string
  readonly profile: Profile
  readonly redirects: boolean
}

// Hosts that no policy names (RFC 2606 §2).
const SOMEWHERE = 'https://somewhere.invalid'

function ask({ policy, question, page, profile, redirects }: Asked): Verdict {
  const policies = [{ ...policy, disposition: 'enforce' as const }]
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
      const target = { ...question.request, url: `${SOMEWHERE}/`, redirectCount: 1 }
      const last = matchRequest(policies, { url: page }, target, { profile })
      return last.outcome === 'allowed' ? last : unsure(last, 'redirect')
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
  const other = governorOf(original, effective)
  if (own === undefined || other === undefined) return false
  if (MODIFIERS.some((modifier) => hasModifier(own, modifier) !== hasModifier(other, modifier))) return false
  const known = new Set(other.values.map(({ text }) => text))
  const added = own.values.filter(({ text }) => !isModifier(text) && !known.has(text))
  if (added.length === 0) return true
  const { question } = asked
  // What is not known could be anything that is new.
  if (asked.redirects || (question.kind === 'framing' && question.embedder === null)) return false
  const reduced = { ...own, values: [...own.values.filter(({ text }) => isModifier(text)), ...added] }
  const directives = asked.policy.directives.map((directive) => (directive === own ? reduced : directive))
  return (
    ask({ ...asked, policy: { ...asked.policy, directives }, question: insertedByParser(question) }).outcome ===
    'blocked'
  )
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
