import { expect, test } from 'vitest'
import { postgresStore } from './postgres.ts'
import { connectPostgres } from './postgres-pool.ts'

test('without the package pg it says what to do', async () => {
  const missing = () => Promise.reject(new Error("Cannot find package 'pg'"))
  await expect(connectPostgres('postgres://app:secret@host/x', missing)).rejects.toThrow(
    'postgresStore({ url }) needs the package pg, which cannot be loaded: npm install pg, or give a client of another package: postgresStore({ client })',
  )
})

test.each(['', 'host/x', 'postgres://app:secret@host:port/x'])('the URL %o is none, and not repeated', (url) => {
  expect(() => postgresStore({ url })).toThrow(
    'postgresStore: url is none; write postgres://user:password@host:5432/database',
  )
})

test.each(['postgres://app@%2Frun%2Fpostgresql/x', 'postgres://app@/x?host=/run/postgresql'])(
  'the URL %o is one',
  (url) => {
    expect(() => postgresStore({ url })).not.toThrow()
  },
)
