import { parseArgs } from 'node:util'
import type { EngineName } from './browser/engine.ts'

export interface Options {
  readonly engines: readonly EngineName[]
  /** Pairs of policies and a resource, in each engine. */
  readonly count: number
  readonly seed: number
  /** Cases, by what stands before the hyphen in a pair's id; empty for all. */
  readonly only: readonly string[]
}

export const USAGE = `pnpm differential [--engine chromium|firefox|all] [--count N] [--seed S] [--only ID]

  --engine    the browser to ask; all by default
  --count     how many pairs of policies and a resource to ask it about; 1000 by default
  --seed      the same seed makes the same pairs; 1 by default
  --only      pairs of this case only, such as 57 or 57-3; may be given several times`

/** @throws {TypeError} when the arguments cannot be understood. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: 'string', default: 'all' },
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  return {
    engines: readEngines(values.engine),
    count: readNumber('count', values.count),
    seed: readNumber('seed', values.seed),
    only: values.only.map(readCase),
  }
}

function readEngines(name: string): readonly EngineName[] {
  if (name === 'all') return ['chromium', 'firefox']
  if (name === 'chromium' || name === 'firefox') return [name]
  throw new TypeError(`--engine takes chromium, firefox or all, not ${JSON.stringify(name)}`)
}

function readNumber(option: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0 && text.trim() !== '') return number
  throw new TypeError(`--${option} takes a whole number from 0, not ${JSON.stringify(text)}`)
}

function readCase(text: string): string {
  const [id = ''] = text.split('-', 1)
  return String(readNumber('only', id))
}
