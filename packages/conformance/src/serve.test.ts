import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { ADAPTERS } from './adapter.ts'
import { send } from './http.ts'
import { listen } from './server.ts'

const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url))
const ORIGIN = 'https://app.example.com'

async function writeConfig(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-serve-'))
  afterAll(() => rm(folder, { recursive: true }))
  const file = join(folder, 'config.json')
  await writeFile(file, text)
  return file
}

interface Program {
  /** Resolves with the first line it prints. */
  readonly line: Promise<string>
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>
  stop(signal: NodeJS.Signals): void
}

function run(...args: readonly string[]): Program {
  const program = spawn(process.execPath, [SERVE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void program.kill('SIGKILL'))
  let errors = ''
  program.stderr.on('data', (data: Buffer) => {
    errors += data
  })
  return {
    line: once(program.stdout, 'data').then(([data]) => String(data).trim()),
    ended: once(program, 'close').then(([code]) => ({ code, errors })),
    stop: (signal) => void program.kill(signal),
  }
}

test.each(ADAPTERS)('%s: serves the configuration of a file, and stops when asked to', async (adapter) => {
  const config = await writeConfig(JSON.stringify({ cors: { origins: [ORIGIN] } }))
  const program = run('--adapter', adapter, '--config', config, '--port', '0')
  const line = await program.line
  expect(line).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+$/)
  const { status, lines } = await send(line.slice('listening '.length), { path: '/ok', headers: { origin: ORIGIN } })
  expect(status).toBe(200)
  expect(lines).toContainEqual(['access-control-allow-origin', ORIGIN])
  program.stop('SIGTERM')
  expect(await program.ended).toEqual({ code: 0, errors: '' })
})

test('SIGINT stops it as well', async () => {
  const program = run('--adapter', 'node', '--config', await writeConfig('{"cors":false}'))
  await program.line
  program.stop('SIGINT')
  expect(await program.ended).toEqual({ code: 0, errors: '' })
})

const GOOD = await writeConfig('{}')
test.each([
  ['no adapter', ['--config', GOOD], '--adapter is missing'],
  ['an adapter that does not exist', ['--adapter', 'express', '--config', GOOD], 'There is no adapter "express"'],
  ['no configuration', ['--adapter', 'node'], '--config is missing'],
  ['a port that is none', ['--adapter', 'node', '--config', GOOD, '--port', '1e9'], '"1e9" is not a port'],
  ['an option that does not exist', ['--adaptor', 'node'], "Unknown option '--adaptor'"],
  ['a file that does not exist', ['--adapter', 'node', '--config', '/nowhere.json'], '/nowhere.json cannot be read'],
])('%s: says so, with code 2', async (_, args, message) => {
  const { code, errors } = await run(...args).ended
  expect(code).toBe(2)
  expect(errors).toContain(message)
})

test('a file that is not JSON: says so, with code 2', async () => {
  const file = await writeConfig('{ cors: }')
  const { code, errors } = await run('--adapter', 'node', '--config', file).ended
  expect(code).toBe(2)
  expect(errors).toContain(`${file} is not JSON`)
})

test.each(['node', 'next'])('%s: a configuration that cannot be used: every problem, with code 2', async (adapter) => {
  const file = await writeConfig(JSON.stringify({ cors: { origins: '*', credentials: true, maxAge: -1 }, cps: {} }))
  const { code, errors } = await run('--adapter', adapter, '--config', file).ended
  expect(code).toBe(2)
  for (const problem of ['wildcard-with-credentials', 'out-of-range', 'unknown-key']) expect(errors).toContain(problem)
})

test.each(ADAPTERS)('%s: a port that is taken: says so, with code 2', async (adapter) => {
  const other = await listen(createServer(), 0)
  onTestFinished(other.close)
  const { port } = new URL(other.url)
  const { code, errors } = await run('--adapter', adapter, '--config', GOOD, '--port', port).ended
  expect(errors).toContain('EADDRINUSE')
  expect(code).toBe(2)
})
