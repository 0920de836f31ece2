import { Client, Pool } from 'pg'
import { afterAll, afterEach, describe, expect, inject, test, vi } from 'vitest'
import { importNdjson } from '../src/stores/ndjson.ts'
import { exportNdjson } from '../src/stores/ndjson-export.ts'
import { type PostgresClient, postgresMigrations, postgresStore } from '../src/stores/postgres.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import { DAY, folded, HOUR, START } from '../src/stores/store-model.test-kit.ts'

const url = inject('postgresUrl')
const pool = new Pool({ connectionString: url })

afterAll(() => pool.end())
afterEach(() => {
  vi.useRealTimers()
})

const batch = (id: string, parts: Parameters<typeof folded>[0] = {}) => ({ id, groups: [folded(parts)], policies: [] })

async function count(schema: string, table: string): Promise<number> {
  const { rows } = await pool.query(`SELECT count(*)::int AS n FROM ${schema}.sallyport_${table}`)
  return rows[0].n
}

describe('the tables in PostgreSQL', () => {
  test('are made by the first use, whoever else makes them at the same time', async () => {
    const stores = Array.from({ length: 6 }, () => postgresStore({ client: pool, schema: 'at_once' }))
    await Promise.all(stores.map((store, index) => store.write(batch(String(index)))))
    expect((await stores[0]?.query())?.groups).toMatchObject([{ count: 6 }])
  })

  test('can be made beforehand, for a role that may only use them', async () => {
    const migrations = postgresMigrations('prepared')
    await pool.query(migrations)
    await pool.query(migrations)
    await pool.query('CREATE ROLE app LOGIN')
    await pool.query('GRANT USAGE ON SCHEMA prepared TO app')
    await pool.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA prepared TO app')
    const app = url.replace('sallyport@', 'app@')
    const store = postgresStore({ url: app, schema: 'prepared' })
    await store.write(batch('a'))
    expect((await store.query()).total).toBe(1)
    await store.close()
    const stranger = postgresStore({ url: app, schema: 'not_prepared' })
    await expect(stranger.write(batch('a'))).rejects.toThrow('permission denied')
    await stranger.close()
  })

  test('are left alone when they are of a newer Sallyport', async () => {
    const store = postgresStore({ client: pool, schema: 'newer' })
    await store.write(batch('a'))
    await pool.query('INSERT INTO newer.sallyport_migration (version) VALUES (99)')
    await expect(postgresStore({ client: pool, schema: 'newer' }).query()).rejects.toThrow(
      'the schema newer has version 99, and this Sallyport knows 1: update Sallyport',
    )
  })

  test('lead every key with the site', async () => {
    await pool.query(postgresMigrations('keys'))
    const { rows } = await pool.query(`
      SELECT i.indrelid::regclass::text AS name, a.attname AS first FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND i.indrelid::regclass::text LIKE 'keys.%' AND i.indrelid::regclass::text NOT LIKE '%migration'`)
    expect(rows.map(({ first }) => first)).toEqual(Array(5).fill('site'))
  })

  test.each(['', 'a-b', 'a"; DROP TABLE x; --', '1st', 'ü', 'x'.repeat(64), 'a b', 'a.b', '\u212a'])(
    'are in no schema %o',
    (schema) => {
      expect(() => postgresStore({ client: pool, schema })).toThrow(TypeError)
      expect(() => postgresMigrations(schema)).toThrow(
        'write letters, digits and underscores, at most 63, no digit first',
      )
    },
  )

  test('grow with groups and hours, and not with reports', async () => {
    const store = postgresStore({ client: pool, schema: 'growth' })
    const groups = Array.from({ length: 100 }, (_, index) =>
      folded({ page: `https://shop.example/${index}`, clients: ['a'] }),
    )
    const rows = () => Promise.all(['group', 'hour', 'reach'].map((table) => count('growth', table)))
    await store.write({ id: 'first', groups, policies: [] })
    const before = await rows()
    for (let round = 0; round < 10; round++)
      await store.write({ id: `${round}`, groups: groups.map((group) => ({ ...group, count: 1_000 })), policies: [] })
    expect(await rows()).toEqual(before)
  })

  test('lose what is too old, and nothing else', async () => {
    const store = postgresStore({ client: pool, schema: 'retention', retentionDays: 7 })
    const policy = { site: 'shop', id: '00000000000000aa', text: '', from: 0, to: 0 }
    vi.useFakeTimers({ toFake: ['Date'], now: START * HOUR })
    await store.write({ ...batch('old', { clients: ['a'] }), policies: [policy] })
    await store.write(batch('kept', { directive: 'style-src' }))
    vi.setSystemTime(START * HOUR + 8 * DAY)
    const today = { policy: '00000000000000bb', hour: START + 8 * 24, clients: ['a'] }
    const again = folded({ directive: 'style-src', hour: today.hour })
    await store.write({ id: 'new', groups: [folded({ ...today, directive: 'img-src' }), again], policies: [] })
    const tables = ['group', 'hour', 'reach', 'policy', 'batch']
    // The group that is still counted names the policy.
    expect(await Promise.all(tables.map((table) => count('retention', table)))).toEqual([2, 2, 1, 1, 1])
    expect((await store.query()).groups).toMatchObject([{ count: 1 }, { count: 1 }])
  })
})

describe('a client of one’s own', () => {
  test('may be a single connection, and stays open', async () => {
    const client = new Client({ connectionString: url })
    await client.connect()
    const store = postgresStore({ client, schema: 'single' })
    await Promise.all([store.write(batch('a')), store.write(batch('b')), store.query()])
    expect((await store.query()).groups).toMatchObject([{ count: 2 }])
    await store.close()
    await expect(store.write(batch('c'))).rejects.toThrow('the store is closed')
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  test('may be of a serializable database, or meet others in a ring: what was undone is tried again', async () => {
    const failures = ['40001', '40P01', '40001']
    const flaky: PostgresClient = {
      query: (text, values) => {
        const code = text.includes('INSERT') && values !== undefined ? failures.pop() : undefined
        if (code !== undefined) return Promise.reject(Object.assign(new Error('undone'), { code }))
        return pool.query(text, values)
      },
    }
    const store = postgresStore({ client: flaky, schema: 'undone' })
    await store.write(batch('a'))
    expect((await store.query()).groups).toMatchObject([{ count: 1 }])
  })

  test('may fail: the batch is then rejected, and counted once when it is given again', async () => {
    let isLost = true
    const lossy: PostgresClient = {
      query: async (text, values) => {
        const answer = await pool.query(text, values)
        if (isLost && text.includes('INSERT') && values !== undefined) throw new Error('connection lost')
        return answer
      },
    }
    const store = postgresStore({ client: lossy, schema: 'lossy' })
    await expect(store.write(batch('a'))).rejects.toThrow('connection lost')
    isLost = false
    await store.write(batch('a'))
    expect((await store.query()).groups).toMatchObject([{ count: 1 }])
  })
})

test('what a SQLite file has moves to PostgreSQL as JSON lines, and answers alike', async () => {
  const file = sqliteStore(':memory:')
  const clients = Array.from({ length: 64 }, (_, index) => `client ${index}`)
  const groups = Array.from({ length: 700 }, (_, index) =>
    folded({
      page: `https://shop.example/${index % 9}`,
      hour: START + (index % 90),
      count: 1 + index,
      clients: clients.slice(0, index % 64),
      vouched: clients.slice(0, index % 3),
    }),
  )
  const policy = {
    site: 'shop',
    id: '00000000000000aa',
    text: "default-src 'none'; x \u0000\ud800",
    from: START * HOUR,
    to: Date.now(),
  }
  await file.write({ id: 'all', groups, policies: [policy] })
  const lines: string[] = []
  const exported = await exportNdjson(file, {
    write: (text, done) => {
      lines.push(text)
      done()
    },
  })
  const store = postgresStore({ client: pool, schema: 'moved' })
  expect(await importNdjson(store, lines)).toBe(exported)
  expect(await importNdjson(store, lines)).toBe(exported)
  for (const query of [{}, { from: (START + 30) * HOUR }, { to: (START + 25) * HOUR, limit: 3 }])
    expect(await store.query(query)).toEqual(await file.query(query))
  await file.close()
})

describe('a URL', () => {
  test('is connected to again after the connection broke', async () => {
    const store = postgresStore({ url, schema: 'broken' })
    await store.write(batch('a'))
    await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sallyport'`)
    // Which of the two it is depends on when the connection hears of it.
    await store.write(batch('b')).catch(() => store.write(batch('b')))
    expect((await store.query()).groups).toMatchObject([{ count: 2 }])
    await store.close()
  })

  test('of nobody is rejected without its password, and tried again each time', async () => {
    const store = postgresStore({ url: 'postgres://app:secret@127.0.0.1:1/x' })
    for (const _ of [1, 2]) {
      await expect(store.query()).rejects.toThrow('ECONNREFUSED')
      await expect(store.query()).rejects.not.toThrow('secret')
    }
    await store.close()
  })

  test.each([{}, { url, client: pool }])('or a client, and not both or none', (options) => {
    expect(() => postgresStore(options)).toThrow('postgresStore takes either client or url')
  })
})
