import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { CHANNEL_NAME } from './channel.ts'
import { TEST_CHANNEL } from './sealing.test-kit.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

async function load(source: string, name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-handler-'))
  try {
    const path = join(folder, name)
    await writeFile(path, source)
    vi.stubEnv(CHANNEL_NAME, JSON.stringify({ ...TEST_CHANNEL, cacheHandler: path }))
    const { loadInnerClass } = await import('./inner-handler.ts')
    return loadInnerClass(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const BODY = 'constructor(context) { this.context = context } async get() { return { value: 1 } } async set() {}'

test.each([
  ['an ES module', 'own.mjs', `export default class { ${BODY} }`],
  ['a CommonJS module', 'own.cjs', `module.exports = class { ${BODY} }`],
])("the app's own handler, %s, is wrapped", async (_title, name, source) => {
  const { Handler, isOfNext } = await load(source, name)
  expect(isOfNext).toBe(false)
  expect(await new Handler({}).get('/a', {})).toEqual({ value: 1 })
})

test('what is no class is an error that names the file', async () => {
  await expect(load('export default {}', 'own.mjs')).rejects.toThrow('own.mjs exports no class')
})
