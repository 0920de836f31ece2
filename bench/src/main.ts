import { availableParallelism, loadavg } from 'node:os'
import { runEngine } from './engine/run.ts'
import { goals, lookUp } from './goals.ts'
import { runMicro } from './micro/run.ts'
import { runNext } from './next/run.ts'
import { type Options, parseOptions, type Suite, USAGE } from './options.ts'
import { createProgress, type Progress } from './progress.ts'
import { renderReport } from './report.ts'
import { runReports } from './reports/run.ts'
import { runSoak } from './reports/soak.ts'
import type { Result } from './result.ts'
import { runServers } from './server/run.ts'
import { runStartUp } from './start-up/run.ts'
import { judge } from './verdict.ts'

// As servers run, ours and everybody's: frameworks and libraries do more while an app is developed.
process.env.NODE_ENV = 'production'

if (process.argv.includes('--help')) console.log(USAGE)
else await main(readOptions(process.argv.slice(2)))

function readOptions(args: readonly string[]): Options {
  try {
    return parseOptions(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(options: Options): Promise<void> {
  const progress = createProgress(process.stderr)
  const results = await run(options, progress)
  progress.clear()
  const verdicts = goals.map((goal) => judge(goal, lookUp(results)))
  const machine = { node: process.version, cpus: availableParallelism(), load: loadavg()[0] }
  if (options.json) {
    console.log(JSON.stringify({ machine, quick: options.quick, results, goals: verdicts }, null, 2))
  } else {
    console.log(
      `Node ${machine.node}, ${machine.cpus} CPUs, load ${machine.load?.toFixed(1)}. Ratios: lower is cheaper.\n`,
    )
    console.log(renderReport(results, verdicts))
    if (options.quick) console.log('\nA quick run: one short launch each. Judge by a full one.')
  }
  if (results.length === 0) {
    console.error('No case has that in its name.')
    process.exitCode = 2
  }
}

async function run(options: Options, progress: Progress): Promise<readonly Result[]> {
  const wants = (suite: Suite): boolean => options.only === undefined || options.only === suite
  const functions = !wants('micro')
    ? []
    : [
        ...(await runMicro(options, progress)),
        ...(await runStartUp(options, progress)),
        ...(await runEngine(options, progress)),
      ]
  const servers = wants('server') ? await runServers(options, progress) : []
  const next = wants('next') ? await runNext(options, progress) : []
  const reports = !wants('reports')
    ? []
    : options.soak === undefined
      ? await runReports(options, progress)
      : await runSoak(options, progress)
  return [...functions, ...servers, ...next, ...reports]
}
