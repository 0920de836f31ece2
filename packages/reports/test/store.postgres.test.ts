import { Pool } from 'pg'
import { afterAll, inject, test } from 'vitest'
import { postgresStore } from '../src/stores/postgres.ts'
import { describeStore } from '../src/stores/store-contract.test-kit.ts'
import { expectBruteForce } from '../src/stores/store-property.test-kit.ts'

const pool = new Pool({ connectionString: inject('postgresUrl') })
let schemas = 0

afterAll(() => pool.end())

describeStore('postgresStore', async () => postgresStore({ client: pool, schema: `contract_${schemas++}` }))

test('answers equal a brute-force count, whatever the order and the split of what is written', () =>
  expectBruteForce(async () => postgresStore({ client: pool, schema: `property_${schemas++}` }), 40, 200))
