import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Config, ConfigError } from '@sallyport/core'
import { ADAPTERS, type AdapterName, isAdapterName } from './adapter.ts'
import type { RunningServer } from './server.ts'
import { start } from './start.ts'

const USAGE = `node packages/conformance/src/serve.ts --adapter NAME --config FILE.json --port N
  NAME is one of ${ADAPTERS.join(', ')}; port 0 takes a free one`

/** Something the caller can put right. */
class UsageError extends Error {}

interface Arguments {
  readonly adapter: AdapterName
  readonly configFile: string
  readonly port: number
}

let server: RunningServer | undefined
// From the start: a signal that comes while Next.js is starting must not leave it behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())

try {
  const { adapter, configFile, port } = readArguments()
  server = await start(adapter, await readConfig(configFile), { port })
  console.log(`listening ${server.url}`)
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ConfigError || isPortTaken(error))) throw error
  console.error(error.message)
  process.exit(2)
}

async function stop(): Promise<void> {
  await server?.close()
  process.exit(0)
}

function readArguments(): Arguments {
  const { adapter, config, port = '0' } = parseOptions()
  if (adapter === undefined) throw new UsageError(`--adapter is missing.\n${USAGE}`)
  if (!isAdapterName(adapter)) throw new UsageError(`There is no adapter "${adapter}".\n${USAGE}`)
  if (config === undefined) throw new UsageError(`--config is missing.\n${USAGE}`)
  const number = Number(port)
  if (!/^\d+$/.test(port) || number > 65_535) throw new UsageError(`"${port}" is not a port.\n${USAGE}`)
  return { adapter, configFile: config, port: number }
}

function parseOptions(): { readonly adapter?: string; readonly config?: string; readonly port?: string } {
  try {
    return parseArgs({
      options: { adapter: { type: 'string' }, config: { type: 'string' }, port: { type: 'string' } },
    }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}

async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  try {
    // Of whatever shape: `compile` checks it.
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

// Next.js runs in another process, from which comes no more than a text.
function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && error.message.includes('EADDRINUSE')
}
