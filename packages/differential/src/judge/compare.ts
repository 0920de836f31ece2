import type { Engine } from '../browser/engine.ts'
import type { Case } from '../case.ts'
import type { Observation } from '../observe.ts'
import { expectedLabel } from './expected.ts'
import { type Label, type Pair, pairsOf } from './pair.ts'
import { forgives } from './quirks.ts'
import { seenLabel } from './seen.ts'

export interface Disagreement {
  readonly pair: Pair
  readonly expected: Label
  readonly seen: Label
}

/** Where the browser does not do what the matcher says it does. */
export function compare(cases: readonly Case[], observation: Observation, engine: Engine): readonly Disagreement[] {
  return cases.flatMap(pairsOf).flatMap((pair) => {
    const expected = expectedLabel(pair, engine.profile)
    const seen = seenLabel(pair, observation)
    return agree(expected, seen) || forgives(engine.name, pair, expected, seen) ? [] : [{ pair, expected, seen }]
  })
}

function agree(expected: Label, seen: Label): boolean {
  return (
    expected.outcome === seen.outcome &&
    expected.outcome !== 'unclear' &&
    expected.violations.join() === seen.violations.join()
  )
}
