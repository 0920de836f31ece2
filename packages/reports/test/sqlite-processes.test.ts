import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '@sallyport/reports'
import { afterAll, expect, test } from 'vitest'
import { startWriters } from './writers.ts'
import { batchOf, CLIENTS_OF_WRITER } from './written.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-processes-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function integrityOf(path: string): unknown {
  const database = new DatabaseSync(path)
  const row = database.prepare('PRAGMA integrity_check').get()
  database.close()
  return row
}

test('three processes on one SQLite file agree with the count', async () => {
  const path = join(folder, 'three.db')
  const batches = 200
  const writers = await startWriters(`sqlite:${path}`, ['a', 'b', 'c'], batches)
  for (const writer of writers) writer.go()
  for (const writer of writers) expect(await writer.done()).toBe(batches)
  const store = openStore(`sqlite:${path}`)
  const { groups, total } = await store.query()
  await store.close()
  expect(total).toBe(10)
  for (const group of groups)
    expect(group).toMatchObject({ count: 3 * batches, clients: 3 * CLIENTS_OF_WRITER, vouched: 1 })
  for (const { hours } of groups) expect(hours.map(([, count]) => count)).toEqual(Array(5).fill((3 * batches) / 5))
  expect(integrityOf(path)).toEqual({ integrity_check: 'ok' })
})

test('three processes that write the same batches count them once', async () => {
  const path = join(folder, 'same.db')
  const writers = await startWriters(`sqlite:${path}`, ['same', 'same', 'same'], 30)
  for (const writer of writers) writer.go()
  for (const writer of writers) await writer.done()
  const store = openStore(`sqlite:${path}`)
  for (const group of (await store.query()).groups) expect(group.count).toBe(30)
  await store.close()
})

test('kill -9 loses at most the batch that was not acknowledged, and leaves the file sound', async () => {
  const path = join(folder, 'killed.db')
  const groups = 300
  let acknowledged = 0
  const killed = 6
  for (let round = 0; round < killed; round++) {
    const [writer] = await startWriters(`sqlite:${path}`, [`round ${round}`], 1_000_000, groups)
    if (writer === undefined) throw new Error('no writer')
    // Another number each round, and another moment: it is killed at another point of its work.
    const heard = writer.has(5 + round * 3)
    writer.go()
    await heard
    await new Promise((resolve) => setTimeout(resolve, round))
    acknowledged += await writer.kill()
  }
  expect(integrityOf(path)).toEqual({ integrity_check: 'ok' })
  const store = openStore(`sqlite:${path}`)
  const answer = await store.query()
  const counts = new Set(answer.groups.map(({ count }) => count))
  // Whole batches: every group has as many as every other.
  expect(counts.size).toBe(1)
  expect(answer.total).toBe(groups)
  const [count = 0] = counts
  expect(count).toBeGreaterThanOrEqual(acknowledged)
  expect(count).toBeLessThanOrEqual(acknowledged + killed)
  // And it can be written again.
  await store.write(batchOf('after', 0, groups))
  expect((await store.query()).groups[0]?.count).toBe(count + 1)
  await store.close()
})

test('a Node without SQLite is told what to do', () => {
  const program = `import { sqliteStore } from '@sallyport/reports/sqlite'; sqliteStore('reports.db')`
  const ran = spawnSync(process.execPath, ['--no-experimental-sqlite', '--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  expect(ran.stderr).toContain(
    `sqliteStore needs node:sqlite, which Node ${process.version} does not have: update to Node 22.13 or newer, or keep reports with memoryStore or postgresStore`,
  )
})
