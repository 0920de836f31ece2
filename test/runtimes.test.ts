import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { expected } from './smoke.ts'

const root = join(import.meta.dirname, '..')

// The program is the same text for all: the built core, imported as it is published.
const program = `
  import * as core from ${JSON.stringify(join(root, 'packages/core/dist/index.js'))}
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
