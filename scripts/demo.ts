import { runUntilStopped, StartError } from '../examples/micro-frontends/launch.ts'
import { run, tool } from './run.ts'

// pnpm demo [--no-build]
//   PORT_BASE=5100   other ports than 4100 to 4105

await runUntilStopped(process.argv.includes('--no-build') ? undefined : build)

async function build(): Promise<void> {
  console.log('Building the packages and the apps: about a minute the first time, seconds after that.')
  const built = await run(
    tool('turbo'),
    ['run', 'build', '--filter=./examples/micro-frontends/**...', '--output-logs=errors-only'],
    {
      live: true,
    },
  )
  if (built.code !== 0) throw new StartError('  The build failed; see above.')
}
