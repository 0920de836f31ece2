import { expect, test } from 'vitest'
import { groupedRatio, median, type Pair, shuffle, spread } from './statistics.ts'

const medians: readonly { readonly title: string; readonly values: readonly number[]; readonly expected: number }[] = [
  { title: 'one value', values: [7], expected: 7 },
  { title: 'an odd number, in any order', values: [9, 1, 5], expected: 5 },
  { title: 'an even number: the mean of the middle two', values: [4, 1, 3, 10], expected: 3.5 },
  { title: 'numbers, not texts', values: [10, 9, 100], expected: 10 },
  { title: 'an outlier moves nothing', values: [1, 1, 1, 1, 1000], expected: 1 },
]

test.each(medians)('median of $title', ({ values, expected }) => {
  expect(median(values)).toBe(expected)
})

test('no values have no median', () => {
  expect(median([])).toBeNaN()
})

test('a median leaves its input as it was', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})

const steady: readonly Pair[] = Array.from({ length: 12 }, () => ({ baseline: 10, candidate: 20 }))
const interrupted = steady.map((pair, index) => (index === 5 ? { ...pair, candidate: 9000 } : pair))
const loaded = steady.map((pair, index) => (index < 6 ? pair : { baseline: 30, candidate: 60 }))

const ratios: readonly {
  readonly title: string
  readonly pairs: readonly Pair[]
  readonly groupSize: number
  readonly expected: number
}[] = [
  { title: 'a steady machine', pairs: steady, groupSize: 4, expected: 2 },
  { title: 'an interruption spoils one group of three', pairs: interrupted, groupSize: 4, expected: 2 },
  { title: 'a load on both sides cancels out', pairs: loaded, groupSize: 4, expected: 2 },
  { title: 'fewer pairs than a group', pairs: steady.slice(0, 2), groupSize: 4, expected: 2 },
  {
    title: 'a group counts as a whole: long slices weigh more',
    pairs: [
      { baseline: 1, candidate: 4 },
      { baseline: 9, candidate: 16 },
    ],
    groupSize: 2,
    expected: 2,
  },
  {
    title: 'a last group that is not full is left out',
    pairs: [...steady.slice(0, 4), { baseline: 1, candidate: 500 }],
    groupSize: 4,
    expected: 2,
  },
]

test.each(ratios)('ratio: $title', ({ pairs, groupSize, expected }) => {
  expect(groupedRatio(pairs, groupSize)).toBe(expected)
})

test('launches are summed up by median and range', () => {
  expect(spread([1.2, 0.9, 1.0])).toEqual({ median: 1.0, least: 0.9, most: 1.2 })
})

test('a shuffle keeps every value and follows its random numbers', () => {
  const keys = [0.9, 0.1, 0.5]
  expect(shuffle(['a', 'b', 'c'], () => keys.shift() ?? 0)).toEqual(['b', 'c', 'a'])
})
