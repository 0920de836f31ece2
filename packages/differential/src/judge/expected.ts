import {
  type Inline,
  matchAncestors,
  matchInline,
  matchRequest,
  type PolicyInput,
  type Profile,
  type ResourceRequest,
  type Verdict,
} from '@sallyport/core/csp'
import type { InlineAct, RequestAct } from '../act/act.ts'
import { INLINE_ACTS, isInlineName, REQUEST_ACTS } from '../act/acts.ts'
import type { CasePolicy, Probe } from '../case.ts'
import { type Label, type Pair, violationText } from './pair.ts'

type Ask = (policies: readonly PolicyInput[]) => Verdict

/** What the matcher says about a pair. */
export function expectedLabel({ case: { url, policies, ancestors }, probe }: Pair, profile: Profile): Label {
  const options = { profile }
  if (probe === undefined) {
    return labelOf(policies, [(inputs) => matchAncestors(inputs, url, (ancestors ?? []).map(originOf), options)])
  }
  const page = { url }
  if (isInlineName(probe.act)) {
    const inline = inlineOf(probe, INLINE_ACTS[probe.act])
    return labelOf(policies, [(inputs) => matchInline(inputs, page, inline, options)])
  }
  const requests = requestsOf(probe, REQUEST_ACTS[probe.act], url)
  return labelOf(
    policies,
    requests.map((request) => (inputs) => matchRequest(inputs, page, request, options)),
  )
}

/** Asks for one request after the other: what is blocked is not redirected. */
function labelOf(policies: readonly CasePolicy[], asks: readonly Ask[]): Label {
  const violations = new Set<string>()
  const inputs = policies.map(inputOf)
  let verdict: Verdict | undefined
  for (const ask of asks) {
    for (const [index, policy] of policies.entries()) {
      for (const directive of violatedBy(ask, inputs, index)) {
        violations.add(violationText(index, policy.disposition, directive))
      }
    }
    verdict = ask(inputs)
    if (verdict.outcome !== 'allowed') break
  }
  return {
    outcome: verdict?.outcome === 'depends' ? 'unclear' : (verdict?.outcome ?? 'unclear'),
    violations: [...violations].toSorted(),
    because: verdict === undefined ? '' : describeVerdict(verdict),
  }
}

/** What one of the policies finds violated, the others being there and silent: one of them may ask for requests to be upgraded. */
function violatedBy(ask: Ask, inputs: readonly PolicyInput[], index: number): readonly string[] {
  const input = inputs[index]
  if (input === undefined) return []
  const upgrade = { header: 'upgrade-insecure-requests' }
  const upgrades = inputs.some(
    (other) => 'header' in other && other.disposition !== 'report' && other.header.includes(upgrade.header),
  )
  const verdict = ask(upgrades ? [input, upgrade] : [input])
  const found = verdict.outcome === 'blocked' ? [verdict] : (verdict.reports ?? [])
  return found.flatMap(({ effectiveDirective }) => effectiveDirective ?? [])
}

function inputOf({ text, disposition, delivery }: CasePolicy): PolicyInput {
  return { header: text, disposition, delivery }
}

function inlineOf({ text = '', nonce = '', dangling }: Probe, { type, parserInserted }: InlineAct): Inline {
  return {
    type,
    source: type === 'navigation' ? `javascript:${text}` : text,
    nonce: dangling ? '' : nonce,
    ...(parserInserted === undefined ? {} : { parserInserted }),
  }
}

function requestsOf(probe: Probe, act: RequestAct, page: string): readonly ResourceRequest[] {
  const { url = '', redirect, nonce = '', dangling, integrity = '' } = probe
  const { destination, initiator, parserInserted } = act
  const common = {
    destination,
    nonce: dangling ? '' : nonce,
    integrity,
    nestsDocument: act.content === 'page',
    parserInserted: parserInserted ?? false,
    ...(initiator === undefined ? {} : { initiator }),
  }
  // The page made it, so that it is of the page's origin; what follows matters to nobody.
  const address = url === 'blob:' ? `blob:${new URL(page).origin}/0` : url
  const first = { ...common, url: address, redirectCount: 0 }
  return redirect === undefined ? [first] : [first, { ...common, url: redirect, redirectCount: 1 }]
}

function originOf(ancestor: string): string {
  return ancestor === 'data:' ? 'null' : ancestor
}

function describeVerdict({ outcome, policy, directive, source, reason, dependsOn }: Verdict): string {
  const by = directive === null ? '' : ` by ${directive}${policy === null ? '' : ` of "${policy.text.trim()}"`}`
  const word = source === null ? '' : `, ${source.text}`
  return `${outcome}${by} (${reason}${word})${dependsOn === undefined ? '' : `, depends on ${dependsOn.join(', ')}`}`
}
