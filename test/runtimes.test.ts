import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { expected } from './smoke.ts'

const root = join(import.meta.dirname, '..')

// The program is the same text for all: the built core, imported as Node gets it.
const program = `
  import * as core from ${JSON.stringify(join(root, 'packages/core/dist/node/index.js'))}
  import { smoke } from ${JSON.stringify(join(root, 'test/smoke.ts'))}
  console.log(JSON.stringify({ version: process.versions.node, result: await smoke(core) }))
`

const nodes = [
  { major: '22', folder: 'packages/core/node_modules/node22' },
  { major: '24', folder: 'node_modules/node' },
  { major: '26', folder: 'packages/core/node_modules/node26' },
]

test.each(nodes)('the built core runs in Node $major', async ({ major, folder }) => {
  const node = join(root, folder, 'bin', 'node')
  const { stdout } = await promisify(execFile)(node, ['--input-type=module', '--eval', program])
  const { version, result } = JSON.parse(stdout)
  expect(version).toMatch(new RegExp(`^${major}\\.`))
  expect(result).toEqual(expected)
})

const keeping = `
  import { IncomingMessage, ServerResponse } from 'node:http'
  import { Socket } from 'node:net'
  import { findTableKey } from ${JSON.stringify(join(root, 'packages/node/src/header-table.ts'))}
  console.log(findTableKey(() => new ServerResponse(new IncomingMessage(new Socket()))) !== undefined)
`

test.each(nodes)('Node $major keeps headers where they can be put', async ({ folder }) => {
  const node = join(root, folder, 'bin', 'node')
  const { stdout } = await promisify(execFile)(node, ['--no-warnings', '--input-type=module', '--eval', keeping])
  expect(stdout).toBe('true\n')
})

// In a folder that all of them are installed in. Whoever catches what an adapter throws may ask for the core's class.
const adapters = ['fastify', 'koa', 'nest', 'next', 'next/config', 'node'].map((name) => `@sallyport/${name}`)
const compared = `
  import { ConfigError } from '@sallyport/core'
  const adapters = await Promise.all(${JSON.stringify(adapters)}.map((name) => import(name)))
  console.log(JSON.stringify(adapters.map((adapter) => adapter.ConfigError === ConfigError)))
`

test('the built adapters and the core have one ConfigError', async () => {
  const cwd = join(root, 'packages/conformance')
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', compared], { cwd })
  expect(JSON.parse(stdout)).toEqual(adapters.map(() => true))
})
