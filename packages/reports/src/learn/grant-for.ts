import type { ParsedPolicy } from '@sallyport/core/csp'
import type { Group } from '../group.ts'
import { type Appended, appendSource, homeOf, isHostSource, type SourceDirective } from './append-source.ts'
import type { Candidate } from './candidate.ts'
import { type GroupQuestion, isOrigin, originOf, questionsOf } from './group-question.ts'
import { governorOf, isRedirected, judgeGroup } from './judge-group.ts'
import { HARMLESS_SCHEMES, type Obstacle, RUNNING } from './obstacles.ts'

/** The one source whose addition lets a group through, and what becomes of the policy. */
export interface GroupGrant extends Appended {
  readonly directive: SourceDirective
  readonly source: string
}

export interface Refusal {
  readonly obstacle: Obstacle
  /** What else is to be said, such as why a policy cannot be read. */
  readonly detail?: string
}

/**
 * The smallest change by which a policy lets through what a group counted: one exact source in one directive, tried by the matcher. Never a
 * wildcard, a keyword that allows a kind, or a scheme that code can come from. `original` is the policy that it was counted under.
 */
export function grantFor(group: Group, candidate: Candidate, original: ParsedPolicy | undefined): GroupGrant | Refusal {
  const [question] = questionsOf(group)
  if (question === undefined) return { obstacle: withoutQuestion(group) }
  const { outcome, verdict } = judgeGroup(candidate.policies, group, original)
  if (outcome === 'allowed') return { obstacle: 'allowed' }
  const wanted = sourceFor(group, question, candidate, original)
  if (typeof wanted !== 'string') return wanted
  const effective = verdict?.effectiveDirective ?? group.directive
  const policy = verdict?.policy ?? null
  const directive = policy === null ? undefined : homeOf(policy, effective)
  if (policy === null || directive === undefined) return { obstacle: 'hint' }
  if (isScript(effective) && hasStrictDynamic(policy, effective)) return { obstacle: 'strict-dynamic' }
  const appended = appendSource(candidate, directive, wanted)
  if (typeof appended === 'string') return { obstacle: 'unreadable-policy', detail: appended }
  const { policies } = appended.candidate
  const isMended = BROWSERS.every((browser) => judgeGroup(policies, { ...group, browser }).outcome === 'allowed')
  return isMended ? { ...appended, directive, source: wanted } : { obstacle: 'no-source' }
}

// An address without a name matches in some engines only.
const BROWSERS: readonly Group['browser'][] = ['chromium', 'firefox', 'webkit', 'other']

export function isGrant(found: GroupGrant | Refusal): found is GroupGrant {
  return 'source' in found
}

/** What would have to be listed, or what is in the way of listing anything. */
function sourceFor(
  group: Group,
  question: GroupQuestion,
  candidate: Candidate,
  original: ParsedPolicy | undefined,
): string | Refusal {
  switch (question.kind) {
    case 'inline':
      return { obstacle: INLINE[question.inline.type] }
    case 'sink':
      return { obstacle: 'trusted-types' }
    case 'framing':
      return question.embedder === null ? { obstacle: 'embedder' } : exact(question.embedder, group)
    case 'request':
      if (
        original !== undefined &&
        isRedirected(original, group) &&
        candidate.policies.some((policy) => isRedirected(policy, group))
      ) {
        return { obstacle: 'redirect' }
      }
      return group.directive === 'default-src' ? { obstacle: 'hint' } : exact(group.blocked, group)
  }
}

const INLINE = {
  script: 'inline-script',
  'script speculationrules': 'inline-script',
  'script attribute': 'event-handler',
  style: 'inline-style',
  'style attribute': 'style-attribute',
  navigation: 'inline-script',
  eval: 'eval',
  'wasm-eval': 'wasm-eval',
} as const

function exact(blocked: string, { directive, page }: Group): string | Refusal {
  if (!isOrigin(blocked)) {
    if (HARMLESS_SCHEMES.has(`${blocked} ${directive}`)) return blocked
    return { obstacle: RUNNING.has(directive) ? 'script-scheme' : 'scheme' }
  }
  const own = originOf(page)
  if (blocked === own) return "'self'"
  const isInsecure = blocked.startsWith('http:') || blocked.startsWith('ws:')
  if (isInsecure && own.startsWith('https:') && !NAVIGATING.has(directive)) return { obstacle: 'insecure' }
  return isHostSource(blocked) ? blocked : { obstacle: 'no-source' }
}

// Mixed Content does not stop what is no request of the page.
const NAVIGATING: ReadonlySet<string> = new Set(['frame-ancestors', 'form-action', 'base-uri'])

function withoutQuestion({ directive, blocked }: Group): Obstacle {
  if (directive === 'trusted-types' || blocked.startsWith('trusted-types')) return 'trusted-types'
  return 'not-told'
}

function isScript(effective: string): boolean {
  return effective === 'script-src-elem' || effective === 'worker-src'
}

function hasStrictDynamic(policy: ParsedPolicy, effective: string): boolean {
  const values = governorOf(policy, effective)?.values ?? []
  return values.some(({ text }) => text.toLowerCase() === "'strict-dynamic'")
}
