import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sqliteStore } from '../src/stores/sqlite.ts'

const program = fileURLToPath(new URL('./killed-collector.ts', import.meta.url))
const ROUNDS = 5
const REPORTS = 50
const LAST = 20
const PROCESSES = 3

test('three processes with one file, killed with SIGKILL: all of them lose what came since their last flush, and nothing else', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sallyport-killed-')), 'reports.db')
  const ends = Array.from({ length: PROCESSES }, async (_, index) => {
    const args = [program, file, `192.0.2.${index}`, ROUNDS, REPORTS, LAST].map(String)
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const [, signal] = await once(child, 'exit')
    return signal
  })
  expect(await Promise.all(ends)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL'])
  const store = sqliteStore(file)
  const { groups } = await store.query()
  await store.close()
  expect(groups.length).toBe(7)
  // A timer that was due may have brought some of the last ones too.
  const sum = groups.reduce((total, { count }) => total + count, 0)
  expect(sum).toBeGreaterThanOrEqual(PROCESSES * ROUNDS * REPORTS)
  expect(sum).toBeLessThanOrEqual(PROCESSES * (ROUNDS * REPORTS + LAST))
})
