import { HOURS_OF_DAY } from './batch-rows.ts'
import { BATCH_MEMORY, HOUR, oldestHour } from './query-bounds.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

// What a step deletes at most of each table: some ten milliseconds, in which nobody else can write.
const STEP = 2_000

const SITES = 'SELECT DISTINCT site FROM sallyport_group'

const OLD_ROWS = {
  sallyport_hour: `DELETE FROM sallyport_hour WHERE (site, hour, fp) IN
    (SELECT site, hour, fp FROM sallyport_hour WHERE site = ? AND hour < ? LIMIT ${STEP})`,
  sallyport_reach: `DELETE FROM sallyport_reach WHERE (site, day, fp) IN
    (SELECT site, day, fp FROM sallyport_reach WHERE site = ? AND day < ? LIMIT ${STEP})`,
  sallyport_group: `DELETE FROM sallyport_group WHERE (site, fp) IN
    (SELECT site, fp FROM sallyport_group WHERE site = ? AND last_at < ? LIMIT ${STEP})`,
} as const

const OLD_POLICIES = `DELETE FROM sallyport_policy WHERE (site, id) IN
  (SELECT p.site, p.id FROM sallyport_policy p WHERE p.served_to < ?
    AND NOT EXISTS (SELECT 1 FROM sallyport_group g WHERE g.site = p.site AND g.policy = p.id) LIMIT ${STEP})`

const OLD_BATCHES = `DELETE FROM sallyport_batch WHERE id IN (SELECT id FROM sallyport_batch WHERE at < ? LIMIT ${STEP})`

/** One step; true when nothing is left to delete. Inside a transaction. Groups last, since they say which sites there are. */
export function pruneSqlite(connection: SqliteConnection, retentionDays: number): boolean {
  const hour = oldestHour(retentionDays)
  const oldest = {
    sallyport_hour: hour,
    sallyport_reach: Math.floor(hour / HOURS_OF_DAY),
    sallyport_group: hour * HOUR,
  }
  let isDone = true
  const run = (text: string, ...values: readonly (string | number)[]): void => {
    if (Number(connection.statement(text).run(...values).changes) >= STEP) isDone = false
  }
  run(OLD_BATCHES, Date.now() - BATCH_MEMORY)
  for (const { site } of connection.statement(SITES).all()) {
    if (typeof site !== 'string') continue
    run(OLD_ROWS.sallyport_hour, site, oldest.sallyport_hour)
    run(OLD_ROWS.sallyport_reach, site, oldest.sallyport_reach)
    if (isDone) run(OLD_ROWS.sallyport_group, site, oldest.sallyport_group)
    if (!isDone) break
  }
  if (isDone) run(OLD_POLICIES, oldest.sallyport_group)
  return isDone
}
