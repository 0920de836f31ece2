import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openStore } from './open-store.ts'
import { folded } from './store-model.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-open-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('memory: keeps what was counted in the process', async () => {
  const store = openStore('memory:')
  await store.write({ id: 'a', groups: [folded()], policies: [] })
  expect((await store.query()).total).toBe(1)
})

test.each([
  ['sqlite:', 'a.db', 'a.db'],
  ['sqlite://', 'b.db', 'b.db'],
  ['file:', 'c.db', 'c.db'],
  ['file://', 'with%20space.db', 'with space.db'],
])('%s names a SQLite file', async (start, name, file) => {
  const store = openStore(`${start}${join(folder, name)}`)
  await store.write({ id: 'a', groups: [folded()], policies: [] })
  await store.close()
  expect(existsSync(join(folder, file))).toBe(true)
})

test.each(['postgres://nobody@127.0.0.1:1/x', 'POSTGRESQL://nobody@127.0.0.1:1/x'])(
  '%s is connected to when it is used',
  async (url) => {
    const store = openStore(url)
    await expect(store.query()).rejects.toThrow('ECONNREFUSED')
    await store.close()
  },
)

test('how long things are kept is said beside', async () => {
  const store = openStore('memory:', { retentionDays: 1 })
  await store.write({ id: 'a', groups: [folded()], policies: [] })
  expect((await store.query()).total).toBe(0)
})

test('an unset variable of the environment opens nothing', () => {
  expect(() => Reflect.apply(openStore, undefined, [process.env.NOBODY_SETS_THIS])).toThrow(
    'openStore: the URL is unset; write memory:, sqlite:./reports.db',
  )
  expect(() => Reflect.apply(openStore, undefined, [5])).toThrow('openStore: the URL is a number')
})

test.each([
  ['', 'openStore: the URL is unset; write memory:'],
  ['reports.db', 'openStore: a text without a scheme names no store'],
  ['mysql://root:secret@host/x', 'openStore: mysql: names no store; write memory:, sqlite:./reports.db'],
  ['sqlite:', 'openStore: sqlite: names no file; write sqlite:./reports.db or sqlite:///var/lib/app/reports.db'],
  ['sqlite://reports.db', 'openStore: sqlite: names no file'],
])('%o is an error that says what to write', (url, message) => {
  expect(() => openStore(url)).toThrow(message)
  expect(() => openStore(url)).not.toThrow('secret')
})
