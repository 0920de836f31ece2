import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import type { AppConfig } from './config.ts'
import { defineTopology } from './topology.ts'

const NAMES = ['one', 'two', 'three', 'four', 'five'] as const
const edges = fc.subarray([...NAMES])

/** Any table over apps that are at hosts of their own, some of them groups. */
const tables = fc
  .tuple(
    ...NAMES.map(() =>
      fc.record({
        group: fc.boolean(),
        frames: edges,
        calls: edges,
        imports: edges,
        scripts: fc.constantFrom('nonce', 'self'),
      }),
    ),
  )
  .map((apps) =>
    Object.fromEntries(
      apps.map(({ group, ...app }, index): [string, AppConfig] => {
        const host = `${NAMES[index]}.example.com`
        return [NAMES[index] ?? '', { ...app, origin: `https://${group ? '*.' : ''}${host}` }]
      }),
    ),
  )

test('whatever is declared works, and nothing else does', () => {
  fc.assert(
    fc.property(tables, (apps) => {
      expect(defineTopology({ apps }).check()).toEqual([])
    }),
    { numRuns: runs(60) },
  )
})

test('an app that takes one of its edges away is the one that is named', () => {
  const kinds = fc.constantFrom(
    { kind: 'frames', directive: 'frame-src' } as const,
    { kind: 'calls', directive: 'connect-src' } as const,
  )
  fc.assert(
    fc.property(tables, fc.nat(), kinds, (apps, seed, { kind, directive }) => {
      const declared = Object.entries(apps).filter(([name, app]) => app[kind]?.some((other) => other !== name))
      const [name, app] = declared[seed % Math.max(declared.length, 1)] ?? []
      fc.pre(name !== undefined && app !== undefined)
      const changed = { ...apps, [name]: { ...app, directives: { [directive]: ["'none'"] } } }
      const blocked = defineTopology({ apps: changed })
        .check()
        .filter(({ code }) => code === 'edge-blocked')
      expect(new Set(blocked.map(({ path }) => path))).toEqual(new Set([`apps.${name}`]))
    }),
    { numRuns: runs(60) },
  )
})
