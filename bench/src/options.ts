import { parseArgs } from 'node:util'

export interface Options {
  /** Print data and nothing else. */
  readonly json: boolean
  /** Fewer and shorter launches: enough to see whether everything runs, and roughly where it stands. */
  readonly quick: boolean
  /** Run functions only, servers only, Next.js only, or what receives reports only. */
  readonly only: Suite | undefined
  /** With reports only: post so many to one server, and watch its memory and its file. */
  readonly soak: number | undefined
  /** Run what has one of these in its `case candidate` name. Empty: everything. */
  readonly filters: readonly string[]
}

export type Suite = (typeof SUITES)[number]

const SUITES = ['micro', 'server', 'next', 'reports'] as const

const SOAK = 10_000_000

export const USAGE = `pnpm bench [filter …] [--only micro|server|next|reports] [--soak] [--quick] [--json]

  filter       run only what has this in its name, such as preflight, list-1000/miss, helmet or fastify/cors
  --only       functions (micro), servers, Next.js or the receiver of reports only
  --soak       with --only reports: ten million reports to one server instead, a hundred thousand with --quick
  --quick      one short launch of each instead of five
  --json       print the results as JSON, and nothing else, to the standard output`

/** @throws {TypeError} when the arguments cannot be understood. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      soak: { type: 'boolean', default: false },
    },
  })
  const { json, quick, only, soak } = values
  const suite = SUITES.find((name) => name === only)
  if (only !== undefined && suite === undefined) {
    throw new TypeError(`--only takes ${SUITES.join(' or ')}, not ${JSON.stringify(only)}`)
  }
  if (soak && suite !== 'reports') throw new TypeError('--soak goes with --only reports')
  return { json, quick, only: suite, soak: soak ? SOAK / (quick ? 100 : 1) : undefined, filters: positionals }
}

export function isWanted({ filters }: Options, name: string): boolean {
  return filters.length === 0 || filters.some((filter) => name.includes(filter))
}
