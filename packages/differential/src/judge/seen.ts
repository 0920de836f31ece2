import { actOf } from '../act/acts.ts'
import { isAbout } from '../attribution.ts'
import type { Case, CasePolicy, Effect, Violation } from '../case.ts'
import type { Observation } from '../observe.ts'
import { policyIndexOf } from '../server/case-page.ts'
import { type Label, type Pair, violationText } from './pair.ts'

/** What the browser made of a pair. */
export function seenLabel({ id, case: one, probe }: Pair, { sightings, journal }: Observation): Label {
  const sighting = sightings.get(one.id)
  if (sighting === undefined) return { outcome: 'unclear', violations: [], because: 'the browser did not get to it' }
  const { effects, error } = sighting
  if (error !== undefined) return { outcome: 'unclear', violations: [], because: error }
  const violations =
    probe === undefined
      ? (journal.reports.get(id) ?? [])
      : sighting.violations.filter((violation) => isAbout(violation, probe))
  const byServer = probe === undefined || actOf(probe.act).evidence === 'arrival'
  const effect = byServer && journal.arrivals.has(id) ? 'done' : (effects[id] ?? 'waiting')
  return {
    // What did not reach the server in all that time did not go through.
    outcome: byServer && effect === 'waiting' ? 'blocked' : OUTCOMES[effect],
    violations: [...new Set(violations.map((violation) => textOf(violation, one.policies)))].toSorted(),
    because: `${byServer ? 'the server was' : 'the page saw that it was'} ${effect === 'done' ? '' : 'not '}${byServer ? 'asked' : 'done'}`,
  }
}

const OUTCOMES: Readonly<Record<Effect, Label['outcome']>> = { done: 'allowed', refused: 'blocked', waiting: 'unclear' }

function textOf(
  { originalPolicy, disposition, effectiveDirective }: Violation,
  policies: readonly CasePolicy[],
): string {
  return violationText(policyIndexOf(originalPolicy, policies), disposition, effectiveDirective)
}

/** Violations that no probe of their page can have caused. */
export function strayViolations(cases: readonly Case[], { sightings }: Observation): readonly string[] {
  return cases.flatMap(({ id, probes }) => {
    const violations = sightings.get(id)?.violations ?? []
    const strays = violations.filter((violation) => !probes.some((probe) => isAbout(violation, probe)))
    return strays.map((violation) => `${id}  nothing that was tried explains ${JSON.stringify(violation)}`)
  })
}
