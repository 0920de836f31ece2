import { sallyportNode } from '../candidates/sallyport-cors.ts'
import type { Case } from '../case.ts'
import { fromAnyOf, fromAnyOfThese } from '../origins.ts'

const sizes = [1_000, 100_000]

/** How much many patterns cost beside one, on a real response. One in a hundred is a wildcard. */
export const growthCases: readonly Case[] = sizes.map((size) => ({
  name: `growth/${size}-patterns`,
  sink: 'real',
  baseline: { name: 'one pattern', create: () => sallyportNode({ origins: ['https://*.team-0.example.com'] }) },
  candidates: { sallyport: () => sallyportNode({ origins: patterns(size) }) },
  fill: fromAnyOfThese(() => patterns(size).map((pattern) => pattern.replace('*', 'ui'))),
  fillBaseline: fromAnyOf(['https://ui.team-0.example.com']),
  check: (request, headers) =>
    headers['access-control-allow-origin'] === request.headers.origin ? undefined : `refused ${request.headers.origin}`,
}))

function patterns(size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) =>
    index % 100 === 0 ? `https://*.team-${index}.example.com` : `https://tenant-${index}.example.org`,
  )
}
