import { expect, test } from 'vitest'
import { BARE, compareAll, summarise } from './comparison.ts'
import type { Variant } from './variant.ts'

const constants: Variant = { guard: 'constants', task: 'cors' }
const ours: Variant = { guard: 'sallyport', task: 'cors' }
const peer: Variant = { guard: 'peer', task: 'cors' }
const peerWithCsp: Variant = { guard: 'peer', task: 'cors+csp' }

function launch(cost: ReadonlyMap<Variant, number>, variants: readonly Variant[]): ReturnType<typeof compareAll> {
  return compareAll(variants, (variant) => Array.from({ length: 32 }, () => cost.get(variant) ?? Number.NaN))
}

const costs: ReadonlyMap<Variant, number> = new Map([
  [BARE, 100],
  [constants, 110],
  [ours, 121],
  [peer, 242],
  [peerWithCsp, 300],
])

test('ours is compared with the bare framework, the constants and the peer of the same task; the others with the first', () => {
  const compared = launch(costs, [constants, ours, peer, peerWithCsp])
  expect(compared.map(({ variant, baseline, ratio }) => [variant.guard, variant.task, baseline, ratio])).toEqual([
    ['constants', 'cors', 'bare', 1.1],
    ['sallyport', 'cors', 'bare', 1.21],
    ['sallyport', 'cors', 'constants', 1.1],
    ['sallyport', 'cors', 'peer', 0.5],
    ['peer', 'cors', 'bare', 2.42],
    ['peer', 'cors+csp', 'bare', 3],
  ])
})

test('launches are summed up pair by pair', () => {
  const loaded = new Map(costs).set(ours, 132)
  const results = summarise('koa', [launch(costs, [ours]), launch(loaded, [ours]), launch(loaded, [ours])].flat())
  expect(results).toEqual([
    {
      suite: 'server',
      name: 'koa/cors',
      candidate: 'sallyport',
      baseline: 'bare koa',
      launches: 3,
      ratio: { median: 1.32, least: 1.21, most: 1.32 },
      nanoseconds: { candidate: 132, baseline: 100 },
    },
  ])
})
