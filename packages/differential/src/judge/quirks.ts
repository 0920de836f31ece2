import type { ActName } from '../act/acts.ts'
import type { EngineName } from '../browser/engine.ts'
import type { Label, Pair } from './pair.ts'

/** Where an engine decides as the matcher says but does not tell of it as the standard has it. Whether it decides so is always compared. */
interface Quirk {
  readonly engine: EngineName
  readonly acts: readonly ActName[]
  readonly what: string
}

const QUIRKS: readonly Quirk[] = [
  {
    engine: 'firefox',
    acts: [
      'preload of a script',
      'preload of a style sheet',
      'preload of an image',
      'preload of a font',
      'preload for fetch',
      'preload of a module',
    ],
    what: 'A preload that is blocked is blocked in silence: what needs it will be reported.',
  },
]

export function forgives(engine: EngineName, { probe }: Pair, expected: Label, seen: Label): boolean {
  if (probe === undefined || expected.outcome !== seen.outcome || expected.outcome === 'unclear') return false
  return QUIRKS.some((quirk) => quirk.engine === engine && quirk.acts.includes(probe.act))
}
