import { expect, test } from 'vitest'
import type { ActName } from '../act/acts.ts'
import type { EngineName } from '../browser/engine.ts'
import type { Label, Pair } from './pair.ts'
import { forgives } from './quirks.ts'

const A = 'policy 0 (enforce): font-src'
const B = 'policy 1 (enforce): font-src'

function pair(act: ActName | undefined, redirect?: string): Pair {
  const probe = act === undefined ? undefined : { id: '0-0', act, ...(redirect === undefined ? {} : { redirect }) }
  const one = { id: '0', url: 'https://page.test/', policies: [], probes: [] }
  return { id: '0-0', case: one, ...(probe === undefined ? {} : { probe }) }
}

function label(outcome: Label['outcome'], ...violations: readonly string[]): Label {
  return { outcome, violations, because: '' }
}

test.each<[what: string, engine: EngineName, pair: Pair, expected: Label, seen: Label, forgiven: boolean]>([
  ['silence about a preload', 'firefox', pair('preload of a font'), label('blocked', A), label('blocked'), true],
  ['a preload let through', 'firefox', pair('preload of a font'), label('blocked', A), label('allowed'), false],
  ['more about a preload', 'firefox', pair('preload of a font'), label('blocked'), label('blocked', A), false],
  ['silence about a preload', 'chromium', pair('preload of a font'), label('blocked', A), label('blocked'), false],
  [
    '… redirected',
    'chromium',
    pair('preload of a font', 'https://b.test/'),
    label('blocked', A),
    label('blocked'),
    true,
  ],
  ['silence about an image', 'firefox', pair('image'), label('blocked', A), label('blocked'), false],
  ['more about WebAssembly', 'firefox', pair('WebAssembly'), label('blocked', A), label('blocked', A, B), true],
  ['less about WebAssembly', 'firefox', pair('WebAssembly'), label('blocked', A, B), label('blocked', A), false],
  ['less about ancestors', 'chromium', pair(undefined), label('blocked', A, B), label('blocked', B), true],
  ['what is not clear', 'chromium', pair(undefined), label('unclear'), label('unclear'), false],
])('%s, of %s', (_what, engine, one, expected, seen, forgiven) => {
  expect(forgives(engine, one, expected, seen)).toBe(forgiven)
})
