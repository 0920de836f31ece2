import { expect, test } from 'vitest'
import { type Goal, goals, lookUp } from './goals.ts'
import type { Result } from './result.ts'
import { judge, type Verdict } from './verdict.ts'

function result(name: string, candidate: string, ratio: number, bytes = 0): Result {
  return {
    suite: 'micro',
    name,
    candidate,
    baseline: 'hand',
    launches: 1,
    ratio: { median: ratio, least: ratio, most: ratio },
    bytes: { candidate: bytes, baseline: 0 },
    nanoseconds: { candidate: 10 * ratio, baseline: 10 },
  }
}

const limits: readonly {
  readonly title: string
  readonly limit: Goal['limit']
  readonly measured: number | undefined
  readonly outcome: Verdict['outcome']
}[] = [
  { title: 'below an upper limit', limit: { most: 1.1 }, measured: 1.05, outcome: 'reached' },
  { title: 'at an upper limit, as printed', limit: { most: 1.1 }, measured: 1.1049, outcome: 'reached' },
  { title: 'above an upper limit', limit: { most: 1.1 }, measured: 1.11, outcome: 'falls short' },
  { title: 'above a lower limit', limit: { least: 15 }, measured: 21, outcome: 'reached' },
  { title: 'below a lower limit', limit: { least: 15 }, measured: 14, outcome: 'falls short' },
  { title: 'left out of the run', limit: { most: 1.1 }, measured: undefined, outcome: 'not measured' },
]

test.each(limits)('$title: $outcome', ({ limit, measured, outcome }) => {
  expect(judge({ id: 'x', title: '', limit, measure: () => measured }, lookUp([])).outcome).toBe(outcome)
})

test('a run without results reaches and misses nothing', () => {
  expect(goals.map((goal) => judge(goal, lookUp([])).outcome)).toEqual(goals.map(() => 'not measured'))
})

test('a peer is compared through the baseline both are measured against', () => {
  const results = lookUp([result('csp/nonce', 'sallyport', 1.25), result('csp/nonce', 'helmet', 20)])
  expect(goals.flatMap((goal) => judge(goal, results).measured ?? [])).toEqual([1.25, 0, 16])
})

test('a server is compared with the constants and the peer of the same run', () => {
  const ours = result('koa/cors+csp', 'sallyport', 1.26)
  const results = lookUp([
    { ...ours, baseline: 'bare koa' },
    { ...ours, baseline: 'constants', ratio: { median: 1.05, least: 1.05, most: 1.05 } },
    { ...ours, baseline: 'peer', ratio: { median: 0.5, least: 0.5, most: 0.5 } },
  ])
  const measured = goals.map((goal) => judge(goal, results)).filter((verdict) => verdict.measured !== undefined)
  expect(measured).toMatchObject([
    { id: 'M1', measured: 1.05, outcome: 'reached' },
    { id: 'M2', measured: 2, outcome: 'reached' },
  ])
})
