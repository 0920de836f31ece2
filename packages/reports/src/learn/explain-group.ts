import type { LintOptions } from '@sallyport/core/csp'
import type { Group, Noise, Standing } from '../group.ts'
import { NOISE_RULES } from '../judge/noise-rules.ts'
import { readServed } from './candidate.ts'
import { type GroupGrant, grantFor, isGrant, type Refusal } from './grant-for.ts'
import { riskOf } from './grant-risk.ts'
import { describeDirective, describeFacts, describeGroup, describeMisses, shown } from './group-words.ts'
import { judgeGroup } from './judge-group.ts'
import { ADVICE } from './obstacles.ts'
import { readPolicyText } from './policy-forms.ts'

/** A group in words. What comes from reports is in it as ASCII on one line, and is untrusted all the same. */
export interface GroupExplanation {
  /** One sentence: where what was blocked. */
  readonly summary: string
  /** Sentences: what decided, what nearly matched, what the reports' standing and the rule of noise mean. */
  readonly details: readonly string[]
  /** The smallest change that lets it through, tried by the matcher: one exact source. Left out where there is none that should be made. */
  readonly change?: SmallestChange
  /** What the change risks. */
  readonly risk?: string
  /** What to do where no change of the policy is the answer, or rather than this one. */
  readonly advice?: string
}

export interface SmallestChange {
  readonly directive: string
  /** One exact source: `https://cdn.example`. */
  readonly add: string
  /** The directives that are new or longer by it, as configurations have them: `img-src 'self' https://cdn.example`. */
  readonly text: string
  /** The whole policy with the change. */
  readonly policy: string
}

/**
 * Says in plain words what a group counted, why its policy blocked it, and the smallest change that would let it through. `policyText` is the text of
 * the policy that the group names, as stores have it; undefined where it is not known. Never throws on any group or text.
 */
export function explainGroup(
  group: Group,
  policyText: string | undefined,
  options: LintOptions = {},
): GroupExplanation {
  const summary = describeGroup(group)
  const aside = [...aboutStanding(group.standing), ...aboutNoise(group.noise)]
  const policy = policyText === undefined ? undefined : readPolicyText(policyText)
  if (group.standing === 'foreign' || group.standing === 'unknown-policy') return { summary, details: aside }
  if (policyText === undefined || policy === undefined) {
    return { summary, details: [...aside, 'The text of the policy is not known any more.'] }
  }
  const { verdict, outcome, dependsOn } = judgeGroup([policy], group)
  const details = [
    ...(verdict === null || outcome === 'allowed' ? [] : [...describeDirective(verdict), ...describeMisses(verdict)]),
    ...(outcome === 'depends' ? [`Reports do not tell ${describeFacts(dependsOn)}; it did not let it through.`] : []),
    ...aside,
  ]
  // To allow what nobody asked for is no help.
  if (group.noise?.confidence === 'sure' || group.standing === 'inconsistent') return { summary, details }
  const served = readServed(policyText)
  const found: GroupGrant | Refusal =
    typeof served === 'string' ? { obstacle: 'unreadable-policy', detail: served } : grantFor(group, served, policy)
  if (!isGrant(found)) {
    const advice = [ADVICE[found.obstacle], ...(found.detail === undefined ? [] : [found.detail])].join(' ')
    return { summary, details, advice }
  }
  const { directive, source, directives } = found
  const after = found.candidate.texts.join(', ')
  return {
    summary,
    details,
    change: { directive, add: source, text: directives, policy: after },
    risk: riskOf({ directive, source, after }, options),
    // The whole host is more than is needed where a part of it is listed.
    ...(dependsOn.includes('path') ? { advice: BY_PATH } : {}),
  }
}

const BY_PATH =
  'The policy lists a part of that host. Which file was blocked is not kept: see it in the browser’s console, and list its path rather than the whole host.'

const STANDINGS: Readonly<Record<Standing, string | null>> = {
  consistent: null,
  'unknown-policy':
    'No policy like the one it names was served: an extension or a proxy changed it on the way, an old page is still open, or the report is made up.',
  inconsistent:
    'The policy was served and does not block this: an extension had its own way, the browser reads the policy differently, or the report is made up.',
  foreign: 'It is about a page that is not one of yours: a saved copy, a translation, or a page somebody made up.',
}

function aboutStanding(standing: Standing): readonly string[] {
  const words = STANDINGS[standing]
  return words === null ? [] : [words]
}

function aboutNoise(noise: Noise | null): readonly string[] {
  if (noise === null) return []
  const how = noise.confidence === 'sure' ? 'It is' : 'It is probably'
  const what = NOISE_RULES.find(({ name }) => name === noise.rule)?.what
  return [`${how} nobody’s fault, by the rule ${shown(noise.rule)}.${what === undefined ? '' : ` ${what}`}`]
}
