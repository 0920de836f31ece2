import { expect, test } from 'vitest'
import { formatRatio, renderReport } from './report.ts'
import type { Result } from './result.ts'

const ours: Result = {
  suite: 'micro',
  name: 'csp/nonce',
  candidate: 'sallyport',
  baseline: 'hand',
  launches: 3,
  ratio: { median: 1.1, least: 1.08, most: 1.15 },
  bytes: { candidate: 584, baseline: 560 },
  nanoseconds: { candidate: 110, baseline: 100 },
}
const theirs: Result = {
  ...ours,
  candidate: 'helmet',
  ratio: { median: 20.12, least: 19, most: 21 },
  bytes: { candidate: 4032, baseline: 560 },
}

test('a question is a table, the cheapest first, and the goals come last', () => {
  const verdicts = [
    { id: 'm8', title: 'nonce / hand', limit: { most: 1.3 }, measured: 1.1, outcome: 'reached' },
    { id: 'm9', title: 'helmet / ours', limit: { least: 25 }, measured: 18.3, outcome: 'falls short' },
    { id: 'M1', title: 'servers', limit: { most: 1.1 }, measured: undefined, outcome: 'not measured' },
  ] as const
  expect(renderReport([theirs, ours], verdicts)).toBe(`csp/nonce   1.00 = hand (about 100 ns a call, 560 B)
  sallyport  1.10×  [1.08..1.15]   584 B
  helmet     20.1×  [19.0..21.0]  4032 B

Goals: 1 reached, 1 fall short, 1 not measured
  m8  nonce / hand   1.10  <= 1.3  reached
  m9  helmet / ours  18.3  >= 25   FALLS SHORT`)
})

test('what is compared with something else than the rest says with what', () => {
  const { bytes: _, ...server } = { ...ours, suite: 'server', name: 'koa/cors' } as const
  const report = renderReport(
    [server, { ...server, baseline: 'constants', ratio: { median: 1, least: 1, most: 1 } }],
    [],
  )
  expect(report).toContain('  sallyport  1.10×  [1.08..1.15]\n  sallyport  1.00×                  of constants\n')
})

const ratios: readonly (readonly [ratio: number, text: string])[] = [
  [0.995, '0.99'],
  [1.1, '1.10'],
  [20.12, '20.1'],
  [104.6, '105'],
  [12345, '12,345'],
]

test.each(ratios)('%d reads %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text)
})
