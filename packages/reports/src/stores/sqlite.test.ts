import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStore } from './sqlite.ts'
import { describeStore } from './store-contract.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-sqlite-'))
let files = 0

describeStore('sqliteStore', async () => sqliteStore(join(folder, `${files++}.db`)))
