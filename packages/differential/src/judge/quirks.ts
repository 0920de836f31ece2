import type { ActName } from '../act/acts.ts'
import type { EngineName } from '../browser/engine.ts'
import type { Label, Pair } from './pair.ts'

/** Where an engine decides as the matcher says and tells of it otherwise. What it decides is always compared. */
interface Quirk {
  readonly engine: EngineName
  readonly what: string
  /** Without them it is about pages in frames. */
  readonly acts?: readonly ActName[]
  readonly afterRedirect?: true
  /** The engine tells of fewer violations, or of more. */
  readonly tells: 'less' | 'more'
}

const preloads: readonly ActName[] = [
  'preload of a script',
  'preload of a style sheet',
  'preload of an image',
  'preload of a font',
  'preload for fetch',
  'preload of a module',
]

const QUIRKS: readonly Quirk[] = [
  {
    engine: 'firefox',
    acts: preloads,
    tells: 'less',
    what: 'A preload is blocked in silence: what needs it is reported.',
  },
  {
    engine: 'firefox',
    acts: ['WebAssembly'],
    tells: 'more',
    what: "When one policy forbids WebAssembly, those that allow it by 'unsafe-eval' are reported too.",
  },
  {
    engine: 'chromium',
    acts: preloads,
    afterRedirect: true,
    tells: 'less',
    what: 'A redirected preload is blocked in silence.',
  },
  {
    engine: 'chromium',
    acts: ['beacon', 'ping'],
    afterRedirect: true,
    tells: 'less',
    what: 'A beacon or ping that only its path after a redirect forbids is blocked in silence.',
  },
  {
    engine: 'chromium',
    acts: ['prefetch'],
    tells: 'less',
    what: 'The first enforced policy that forbids a prefetch is reported; report-only ones are not asked.',
  },
  {
    engine: 'chromium',
    acts: ['prefetch'],
    afterRedirect: true,
    tells: 'more',
    what: 'Report-only policies are asked about redirects of prefetches, for default-src alone.',
  },
  {
    engine: 'chromium',
    tells: 'less',
    what: 'Ancestors are gone through from the parent on until one is refused: what others would find violated is not reported.',
  },
]

export function forgives(engine: EngineName, { probe }: Pair, expected: Label, seen: Label): boolean {
  if (expected.outcome !== seen.outcome || expected.outcome === 'unclear') return false
  return QUIRKS.some((quirk) => {
    if (quirk.engine !== engine || (quirk.afterRedirect && probe?.redirect === undefined)) return false
    const isMeant = probe === undefined ? quirk.acts === undefined : quirk.acts?.includes(probe.act) === true
    const [fewer, more] = quirk.tells === 'less' ? [seen, expected] : [expected, seen]
    return isMeant && fewer.violations.every((violation) => more.violations.includes(violation))
  })
}
