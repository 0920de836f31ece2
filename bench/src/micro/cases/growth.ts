import { sallyportNode } from '../candidates/sallyport-cors.ts'
import type { Case } from '../case.ts'
import { asRead, fromAnyOf, fromAnyOfThese } from '../origins.ts'

const sizes = [1_000, 100_000]

const ONE = 'https://*.team-0.example.com'

/** How much many patterns cost beside one, on a real response. One in a hundred is a wildcard. */
export const growthCases: readonly Case[] = sizes.flatMap((size) => [
  {
    ...growth(`growth/${size}-patterns`, size),
    fill: fromAnyOfThese(() => patterns(size).map((pattern) => pattern.replace('*', 'ui'))),
    fillBaseline: fromAnyOf([ONE.replace('*', 'ui')]),
    check: (request, headers) =>
      headers['access-control-allow-origin'] === request.headers.origin
        ? undefined
        : `refused ${request.headers.origin}`,
  },
  {
    ...growth(`growth/${size}-patterns/miss`, size),
    // As near to the listed ones as a stranger can come.
    fill: fromAnyOfThese(() => patterns(size).map((pattern) => `${pattern.replace('*', 'ui')}x`)),
    fillBaseline: fromAnyOf([`${ONE.replace('*', 'ui')}x`]),
    check: (request, headers) =>
      headers['access-control-allow-origin'] === undefined ? undefined : `allowed ${request.headers.origin}`,
  },
])

function growth(name: string, size: number): Pick<Case, 'name' | 'sink' | 'baseline' | 'candidates'> {
  return {
    name,
    sink: 'real',
    baseline: { name: 'one pattern', create: () => sallyportNode({ origins: [ONE] }) },
    candidates: { sallyport: () => sallyportNode({ origins: patterns(size) }) },
  }
}

export function patterns(size: number): readonly string[] {
  return asRead(
    Array.from({ length: size }, (_, index) =>
      index % 100 === 0 ? `https://*.team-${index}.example.com` : `https://tenant-${index}.example.org`,
    ),
  )
}
