import { HOURS_OF_DAY } from './batch-rows.ts'
import type { PostgresClient } from './postgres-client.ts'
import type { NameTable } from './postgres-schema.ts'
import { BATCH_MEMORY, HOUR, oldestHour } from './query-bounds.ts'

// What a step deletes at most of each table.
const STEP = 5_000

/** One step; true when nothing is left to delete. */
export async function prunePostgres(client: PostgresClient, table: NameTable, retentionDays: number): Promise<boolean> {
  const hour = oldestHour(retentionDays)
  const remove = async (text: string, oldest: number): Promise<boolean> => {
    const { rows } = await client.query(text, [oldest])
    return rows.length < STEP
  }
  const steps = [
    await remove(ofSites(table, 'sallyport_batch', 'id', 'at'), Date.now() - BATCH_MEMORY),
    await remove(ofSites(table, 'sallyport_hour', 'fp', 'hour'), hour),
    await remove(ofSites(table, 'sallyport_reach', 'fp', 'day'), Math.floor(hour / HOURS_OF_DAY)),
  ]
  if (steps.includes(false)) return false
  // Last, since groups say which sites there are.
  const groups = await remove(ofSites(table, 'sallyport_group', 'fp', 'last_at'), hour * HOUR)
  return groups && (await remove(ofPolicies(table), hour * HOUR))
}

/**
 * What is too old is looked for site by site, as the keys have it. The row itself is asked its age once more: another process may have counted it again meanwhile,
 * and PostgreSQL looks at the newest version of a row only for conditions of its own.
 */
function ofSites(table: NameTable, name: Parameters<NameTable>[0], key: string, age: string): string {
  return `
DELETE FROM ${table(name)} AS t USING (
  SELECT o.site, o.key, o.age
  FROM (SELECT DISTINCT site FROM ${table('sallyport_group')}) AS s
  CROSS JOIN LATERAL (
    SELECT site, ${key} AS key, ${age} AS age FROM ${table(name)} WHERE site = s.site AND ${age} < $1 LIMIT ${STEP}
  ) AS o
  LIMIT ${STEP}
) AS old
WHERE t.site = old.site AND t.${key} = old.key AND t.${age} = old.age AND t.${age} < $1
RETURNING 1`
}

function ofPolicies(table: NameTable): string {
  return `
DELETE FROM ${table('sallyport_policy')} AS t USING (
  SELECT p.site, p.id FROM ${table('sallyport_policy')} AS p
  WHERE p.served_to < $1
    AND NOT EXISTS (SELECT 1 FROM ${table('sallyport_group')} AS g WHERE g.site = p.site AND g.policy = p.id)
  LIMIT ${STEP}
) AS old
WHERE t.site = old.site AND t.id = old.id AND t.served_to < $1
RETURNING 1`
}
