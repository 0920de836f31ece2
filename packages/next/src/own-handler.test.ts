import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MANIFEST_FILE, MANIFEST_MEMBER } from './build-manifest.ts'
import { CHANNEL_NAME } from './channel.ts'
import type { RequestHeaders } from './render-mark.ts'
import { pageOf, TEST_CHANNEL, TEST_MANIFEST } from './sealing.test-kit.ts'

// As handlers with a connection to somewhere are often written: one for all requests, and with parts that nobody else may touch.
const SINGLETON = `let only
const entries = new Map()
module.exports = class Own {
  #reads = 0
  constructor() { return (only ??= this) }
  async get(key) { this.#reads++; return entries.has(key) ? { value: entries.get(key) } : null }
  async set(key, value) { entries.set(key, value) }
  reads() { return this.#reads }
}
`

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-own-'))
  await mkdir(join(folder, '.next', 'server'), { recursive: true })
  await writeFile(join(folder, '.next', MANIFEST_FILE), JSON.stringify({ [MANIFEST_MEMBER]: TEST_MANIFEST }))
  await writeFile(join(folder, 'own.cjs'), SINGLETON)
  vi.stubEnv(CHANNEL_NAME, JSON.stringify({ ...TEST_CHANNEL, cacheHandler: join(folder, 'own.cjs') }))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test("an app's own handler that is one for all requests seals for each of them, and stays as it is", async () => {
  const { default: Handler } = await import('./cache-handler.ts')
  const visit = (headers: RequestHeaders) =>
    Handler({ fs: { readFileSync }, serverDistDir: join(folder, '.next', 'server'), _requestHeaders: headers })
  const first: RequestHeaders = {}
  const second: RequestHeaders = {}
  const [one, other] = [visit(first), visit(second)]

  expect(await one.get('/a', { kind: 'APP_PAGE' })).toBeNull()
  expect(await other.get('/a', { kind: 'APP_PAGE' })).toBeNull()
  expect(first['content-security-policy']).not.toBe(second['content-security-policy'])

  const page = pageOf('APP_PAGE', String(second['content-security-policy']))
  await other.set('/a', page, { kind: 'APP_PAGE' })
  expect(page.headers?.['content-security-policy']).toContain("'strict-dynamic'")
  expect((await one.get('/a', { kind: 'APP_PAGE' }))?.value).toBe(page)
  expect(Reflect.apply(Reflect.get(one, 'reads'), one, [])).toBe(3)
})
