import { Pool } from 'pg'
import { afterAll, inject } from 'vitest'
import { postgresStore } from '../src/stores/postgres.ts'
import { describeStore } from '../src/stores/store-contract.test-kit.ts'

const pool = new Pool({ connectionString: inject('postgresUrl') })
let schemas = 0

afterAll(() => pool.end())

describeStore('postgresStore', async () => postgresStore({ client: pool, schema: `contract_${schemas++}` }))
