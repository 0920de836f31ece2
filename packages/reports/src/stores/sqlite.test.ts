import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { sqliteStore } from './sqlite.ts'
import { describeStore } from './store-contract.test-kit.ts'
import { DAY, folded, HOUR, START } from './store-model.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-sqlite-'))
let files = 0
const newPath = (): string => join(folder, `${files++}.db`)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describeStore('sqliteStore', async () => sqliteStore(newPath()))

/** The one number that a statement gives, asked by somebody else than the store. */
function ask(path: string, statement: string): unknown {
  const database = new DatabaseSync(path)
  const row = database.prepare(statement).get()
  database.close()
  return Object.values(row ?? {})[0]
}

const batch = (id: string, parts: Parameters<typeof folded>[0] = {}) => ({ id, groups: [folded(parts)], policies: [] })

describe('a SQLite file', () => {
  test('is made by the first write, and not before', async () => {
    const path = newPath()
    const store = sqliteStore(path)
    expect(existsSync(path)).toBe(false)
    await store.write(batch('a'))
    expect(existsSync(path)).toBe(true)
    await store.close()
  })

  test('has what was written before it was closed', async () => {
    const path = newPath()
    const before = sqliteStore(path)
    await before.write(batch('a', { count: 5 }))
    await before.close()
    const after = sqliteStore(path)
    await after.write(batch('a', { count: 5 }))
    expect((await after.query()).groups).toMatchObject([{ count: 5 }])
    await after.close()
  })

  test('serves two stores of one process', async () => {
    const path = newPath()
    const stores = [sqliteStore(path), sqliteStore(path)]
    await Promise.all(stores.flatMap((store, index) => [1, 2, 3].map((n) => store.write(batch(`${index} ${n}`)))))
    for (const store of stores) expect((await store.query()).groups).toMatchObject([{ count: 6 }])
    for (const store of stores) await store.close()
  })

  test('is read in turns with other work, and what is written meanwhile is in the next answer', async () => {
    const store = sqliteStore(newPath())
    const groups = [0, 1, 2, 3].flatMap((hour) => [
      folded({ hour: START + hour }),
      folded({ directive: 'img-src', hour: START + hour }),
    ])
    await store.write({ id: 'a', groups, policies: [] })
    // Each look at the clock finds that the turn is over.
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => {
      clock += 20
      return clock
    })
    let turns = 0
    const count = (): void => {
      turns += 1
      immediate = setImmediate(count)
    }
    let immediate = setImmediate(count)
    const asked = store.query()
    const written = store.write(batch('b'))
    const answer = await asked
    clearImmediate(immediate)
    expect(turns).toBeGreaterThan(4)
    expect(answer.groups).toMatchObject([{ count: 4 }, { count: 4 }])
    await written
    expect((await store.query()).groups).toMatchObject([{ count: 5 }, { count: 4 }])
    await store.close()
  })

  test('grows with groups and hours, and not with reports', async () => {
    const path = newPath()
    const store = sqliteStore(path)
    const groups = Array.from({ length: 200 }, (_, index) =>
      folded({ page: `https://shop.example/${index}`, clients: ['a'] }),
    )
    const rows = () => ['group', 'hour', 'reach'].map((table) => ask(path, `SELECT count(*) FROM sallyport_${table}`))
    await store.write({ id: 'first', groups, policies: [] })
    const before = rows()
    for (let round = 0; round < 20; round++)
      await store.write({
        id: `round ${round}`,
        groups: groups.map((group) => ({ ...group, count: 1_000 })),
        policies: [],
      })
    expect(rows()).toEqual(before)
    expect((await store.query({ limit: 1 })).groups).toMatchObject([{ count: 20_001 }])
    await store.close()
  })
})

describe('the retention of a SQLite file', () => {
  const TABLES = ['group', 'hour', 'reach', 'policy', 'batch']
  const policy = { site: 'shop', id: '00000000000000aa', text: '', from: 0, to: 0 }

  test('deletes what is too old, of every table, and nothing else', async () => {
    const path = newPath()
    const store = sqliteStore({ path, retentionDays: 7 })
    vi.useFakeTimers({ toFake: ['Date'], now: START * HOUR })
    await store.write({ ...batch('old', { clients: ['a'] }), policies: [policy] })
    vi.setSystemTime(START * HOUR + 8 * DAY)
    const today = { policy: '00000000000000bb', directive: 'img-src', hour: START + 8 * 24 }
    await store.write(batch('new', { ...today, clients: ['a'] }))
    await store.write(batch('newer', today))
    const rows = TABLES.map((table) => ask(path, `SELECT count(*) FROM sallyport_${table}`))
    expect(rows).toEqual([1, 1, 1, 0, 2])
    expect((await store.query()).groups).toMatchObject([{ directive: 'img-src', count: 2 }])
    await store.close()
  })

  test('keeps a policy that a group still names, and a group that is still counted', async () => {
    const path = newPath()
    const store = sqliteStore({ path, retentionDays: 7 })
    vi.useFakeTimers({ toFake: ['Date'], now: START * HOUR })
    await store.write({ ...batch('old'), policies: [policy] })
    vi.setSystemTime(START * HOUR + 8 * DAY)
    await store.write(batch('new', { hour: START + 8 * 24 }))
    expect(await store.query()).toMatchObject({ groups: [{ count: 1, first: START * HOUR }], policies: [policy] })
    await store.close()
  })

  test('deletes in steps, one after each write until nothing is left', async () => {
    const path = newPath()
    const store = sqliteStore({ path, retentionDays: 7 })
    vi.useFakeTimers({ toFake: ['Date'], now: START * HOUR })
    const groups = Array.from({ length: 5_000 }, (_, index) => folded({ page: `https://shop.example/${index}` }))
    await store.write({ id: 'old', groups, policies: [] })
    vi.setSystemTime(START * HOUR + 8 * DAY)
    const left: unknown[] = []
    for (let round = 0; round < 6; round++) {
      await store.write({ id: `round ${round}`, groups: [], policies: [] })
      left.push(ask(path, 'SELECT count(*) FROM sallyport_group'), ask(path, 'SELECT count(*) FROM sallyport_hour'))
    }
    expect(left).toEqual([5_000, 3_000, 5_000, 1_000, 3_000, 0, 1_000, 0, 0, 0, 0, 0])
    await store.close()
  })
})

describe('a SQLite file that cannot be used', () => {
  test('is told of, by its path and the reason', async () => {
    const path = join(folder, 'missing', 'reports.db')
    await expect(sqliteStore(path).write(batch('a'))).rejects.toThrow(
      `${path}: unable to open database file (does its folder exist, and may this process write there?)`,
    )
  })

  test('is told of when it is none', async () => {
    const path = newPath()
    writeFileSync(path, 'no database at all'.repeat(1_000))
    await expect(sqliteStore(path).query()).rejects.toThrow(`${path}: file is not a database`)
  })

  test('is left alone when its schema is of a newer Sallyport', async () => {
    const path = newPath()
    const store = sqliteStore(path)
    await store.write(batch('a'))
    await store.close()
    ask(path, 'INSERT INTO sallyport_migration (version, at) VALUES (99, 0) RETURNING 1')
    await expect(sqliteStore(path).query()).rejects.toThrow(
      `${path}: it has version 99 of the schema, and this Sallyport knows 1: update Sallyport`,
    )
  })

  test('is waited for while somebody else writes, without holding up the process', async () => {
    const path = newPath()
    const store = sqliteStore(path)
    await store.write(batch('a'))
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const written = store.write(batch('b'))
    await new Promise((resolve) => setTimeout(resolve, 60))
    other.exec('COMMIT')
    await written
    expect((await store.query()).groups).toMatchObject([{ count: 2 }])
    other.close()
    await store.close()
  })

  test('is given up when somebody else writes for too long, and can be written later', async () => {
    const path = newPath()
    const store = sqliteStore({ path, busyTimeout: 30 })
    await store.write(batch('a'))
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.write(batch('b'))).rejects.toThrow(`${path}: other processes kept it locked for 30 ms`)
    other.exec('COMMIT')
    await store.write(batch('b'))
    expect((await store.query()).groups).toMatchObject([{ count: 2 }])
    other.close()
    await store.close()
  })

  test('is rolled back when a batch cannot be written whole', async () => {
    const store = sqliteStore(newPath())
    await store.write(batch('a'))
    const bad = { id: 'b', groups: [folded(), folded({ directive: 'img-src', count: 0.5 })], policies: [] }
    await expect(store.write(bad)).rejects.toThrow()
    expect((await store.query()).groups).toMatchObject([{ count: 1 }])
    await store.close()
  })

  test('is not opened again once its store is closed', async () => {
    const path = newPath()
    const store = sqliteStore(path)
    await store.close()
    await store.close()
    await expect(store.write(batch('a'))).rejects.toThrow('the store is closed')
    expect(existsSync(path)).toBe(false)
  })

  test('is told of at once on a Node without SQLite', () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    expect(() => sqliteStore(newPath())).toThrow(
      `sqliteStore needs node:sqlite, which Node ${process.version} does not have: update to Node 22.13 or newer`,
    )
  })
})
