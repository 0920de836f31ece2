import { ENGINES, type EngineName } from './browser/engine.ts'
import { generateCase, generateCases, pairsIn } from './generate/cases.ts'
import { compare } from './judge/compare.ts'
import { describeDisagreement } from './judge/describe.ts'
import { strayViolations } from './judge/seen.ts'
import { observe } from './observe.ts'
import { type Options, parseOptions, USAGE } from './options.ts'

// By itself an interrupted process does not come by the handlers of `exit`, which stop the browser.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

if (process.argv.includes('--help')) console.log(USAGE)
else await main(readOptions(process.argv.slice(2)))
// A browser's connections may keep the process alive.
process.exit()

function readOptions(args: readonly string[]): Options {
  try {
    return parseOptions(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(options: Options): Promise<void> {
  process.exitCode = 0
  for (const name of options.engines) {
    const problems = await ask(name, options)
    if (problems > 0) process.exitCode = 1
  }
}

/** How many disagreements there are, or other things that keep the run from showing anything. */
async function ask(name: EngineName, { count, seed, only }: Options): Promise<number> {
  const engine = ENGINES[name]
  const path = engine.find()
  if (path === undefined) {
    console.log(
      `${name}: not found. Debian has it as chromium and firefox-esr; CHROMIUM_PATH or FIREFOX_PATH names another.`,
    )
    return 1
  }
  const cases = only.length === 0 ? generateCases(seed, count) : only.map((id) => generateCase(seed, Number(id)))
  const start = performance.now()
  const observation = await observe(engine, path, cases, (seen) =>
    showProgress(`${name}: ${seen} of ${cases.length} pages`),
  )
  showProgress('')
  const disagreements = compare(cases, observation, engine)
  const strays = strayViolations(cases, observation)
  for (const disagreement of disagreements) console.log(`${describeDisagreement(disagreement)}\n`)
  for (const stray of strays) console.log(`${stray}\n`)
  const pairs = cases.reduce((sum, one) => sum + pairsIn(one), 0)
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(
    `${name}, seed ${seed}: ${pairs - disagreements.length} of ${pairs} pairs on ${cases.length} pages agree with the matcher, ${strays.length} unexplained violations (${seconds} s)`,
  )
  return disagreements.length + strays.length
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}${text === '' ? '\r' : ''}`)
}
