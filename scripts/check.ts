import { writeFileSync } from 'node:fs'
import { checkDocs } from './check-docs.ts'
import { checkLinks } from './check-links.ts'
import { checkRules } from './check-rules.ts'
import { checkTarballs } from './check-tarballs.ts'
import { checkTypes } from './check-types.ts'
import { type RunResult, run, tool } from './run.ts'

// pnpm check [file for the result as JSON]
// Every step runs, whatever became of the others: one run shows all that is wrong.

/** One line for each thing that is wrong; empty when all is well. */
type Step = () => Promise<readonly string[]>

/** Makes what the steps look at. */
const BUILD = 'the packages build'
const build = program('turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only')

const steps: Readonly<Record<string, Step>> = {
  'every file type-checks': checkTypes,
  'Biome finds nothing to format or to mend': program('biome', 'ci', '--error-on-warnings', '--colors=off', '.'),
  'no export, file or dependency is unused': program('knip', '--no-progress'),
  'the packed packages are sound (publint, attw)': checkTarballs,
  'the code in the documentation is true': checkDocs,
  'the links in the documentation lead somewhere': checkLinks,
  'the rules of the house hold': checkRules,
}

let failed = 0
tell(await take(BUILD, build))
// They wait for one another's programs most of the time, so they run side by side. They are told of in order.
for (const taken of Object.entries(steps).map(([title, step]) => take(title, step))) tell(await taken)

const passed = Object.keys(steps).length + 1 - failed
console.log(`\n${passed} checks passed, ${failed} failed`)
const report = process.argv[2]
if (report !== undefined) writeFileSync(report, JSON.stringify({ passed, failed }))
process.exitCode = failed === 0 ? 0 : 1

interface Taken {
  readonly title: string
  readonly problems: readonly string[]
  readonly seconds: string
}

async function take(title: string, step: Step): Promise<Taken> {
  const start = performance.now()
  const problems = await step().catch((error: unknown) => [String(error)])
  return { title, problems, seconds: ((performance.now() - start) / 1000).toFixed(1) }
}

function tell({ title, problems, seconds }: Taken): void {
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${title} (${seconds} s)`)
  for (const problem of problems) console.log(indent(problem))
  if (problems.length > 0) failed += 1
}

function program(name: string, ...args: readonly string[]): Step {
  return async () => outputWhenFailed(await run(tool(name), args))
}

function outputWhenFailed(result: RunResult): readonly string[] {
  return result.code === 0 ? [] : [result.output.trim() || `exit code ${result.code}`]
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '        ')
}
