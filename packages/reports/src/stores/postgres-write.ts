import type { WriteBatch } from '../store.ts'
import { MOST_CLIENTS, rowsOf } from './batch-rows.ts'
import type { NameTable } from './postgres-schema.ts'
import { toStored } from './stored-text.ts'

/**
 * One statement, so that it is whole or not at all without a transaction, which a pool cannot have. Everything hangs on `fresh`, the sites for which this batch
 * is new: of two processes that write the same batch, one waits for the other and then finds none. Rows go as JSON, since drivers do not agree on arrays. They are
 * upserted in the order of their keys, so that nobody waits in a ring.
 */
export function writeStatement(table: NameTable): string {
  return `
WITH fresh AS (
  INSERT INTO ${table('sallyport_batch')} (site, id, at)
  SELECT s.site, $1::text, $2::bigint FROM json_array_elements_text($3::text::json) AS s(site) ORDER BY 1
  ON CONFLICT DO NOTHING RETURNING site
), groups AS (
  INSERT INTO ${table('sallyport_group')} AS t
    (site, fp, first_at, last_at, policy, disposition, directive, blocked, page, browser, standing, noise_rule, noise_confidence)
  SELECT site, fp, first_at, last_at, policy, disposition, directive, blocked, page, browser, standing, noise_rule, noise_confidence
  FROM json_to_recordset($4::text::json) AS x(site text, fp text, first_at bigint, last_at bigint, policy text, disposition text,
    directive text, blocked text, page text, browser text, standing text, noise_rule text, noise_confidence text)
  JOIN fresh USING (site) ORDER BY site COLLATE "C", fp COLLATE "C"
  ON CONFLICT (site, fp) DO UPDATE
  SET first_at = least(t.first_at, excluded.first_at), last_at = greatest(t.last_at, excluded.last_at)
  WHERE t.first_at > excluded.first_at OR t.last_at < excluded.last_at
), hours AS (
  INSERT INTO ${table('sallyport_hour')} AS t (site, hour, fp, n)
  SELECT site, hour, fp, n FROM json_to_recordset($5::text::json) AS x(site text, hour integer, fp text, n bigint)
  JOIN fresh USING (site) ORDER BY site COLLATE "C", hour, fp COLLATE "C"
  ON CONFLICT (site, hour, fp) DO UPDATE SET n = t.n + excluded.n
), reach AS (
  INSERT INTO ${table('sallyport_reach')} AS t (site, day, fp, clients, vouched)
  SELECT site, day, fp, clients, vouched
  FROM json_to_recordset($6::text::json) AS x(site text, day integer, fp text, clients bigint[], vouched bigint[])
  JOIN fresh USING (site) ORDER BY site COLLATE "C", day, fp COLLATE "C"
  ON CONFLICT (site, day, fp) DO UPDATE
  SET clients = ${union('clients')}, vouched = ${union('vouched')}
  WHERE ${grows('clients')} OR ${grows('vouched')}
), policies AS (
  INSERT INTO ${table('sallyport_policy')} AS t (site, id, policy_text, served_from, served_to)
  SELECT site, id, policy_text, served_from, served_to
  FROM json_to_recordset($7::text::json) AS x(site text, id text, policy_text text, served_from bigint, served_to bigint)
  JOIN fresh USING (site) ORDER BY site COLLATE "C", id COLLATE "C"
  ON CONFLICT (site, id) DO UPDATE
  SET served_from = least(t.served_from, excluded.served_from), served_to = greatest(t.served_to, excluded.served_to)
  WHERE t.served_from > excluded.served_from OR t.served_to < excluded.served_to
)
SELECT site FROM fresh`
}

/** The values of {@link writeStatement}. */
export function writeValues(batch: WriteBatch): readonly (string | number)[] {
  const { groups, hours, reach, policies } = rowsOf(batch)
  const sites = new Set([...groups, ...policies].map(({ site }) => toStored(site)))
  return [
    toStored(batch.id),
    Date.now(),
    JSON.stringify([...sites]),
    JSON.stringify(
      groups.map(({ fingerprint, first, last, noise, ...group }) => ({
        fp: toStored(fingerprint),
        first_at: first,
        last_at: last,
        site: toStored(group.site),
        policy: toStored(group.policy),
        disposition: group.disposition,
        directive: toStored(group.directive),
        blocked: toStored(group.blocked),
        page: toStored(group.page),
        browser: group.browser,
        standing: group.standing,
        noise_rule: noise === null ? null : toStored(noise.rule),
        noise_confidence: noise?.confidence ?? null,
      })),
    ),
    JSON.stringify(
      hours.map(({ site, fingerprint, hour, count }) => ({
        site: toStored(site),
        hour,
        fp: toStored(fingerprint),
        n: count,
      })),
    ),
    JSON.stringify(
      reach.map(({ site, day, fingerprint, clients, vouched }) => ({
        site: toStored(site),
        day,
        fp: toStored(fingerprint),
        clients,
        vouched,
      })),
    ),
    JSON.stringify(
      policies.map(({ site, id, text, from, to }) => ({
        site: toStored(site),
        id: toStored(id),
        policy_text: toStored(text),
        served_from: from,
        served_to: to,
      })),
    ),
  ]
}

/** Made while the row is locked, so that no client is lost and none is too many. */
function union(column: string): string {
  return `ARRAY(SELECT DISTINCT c FROM unnest(t.${column} || excluded.${column}) AS c LIMIT ${MOST_CLIENTS})`
}

/** Whether there is anything to write: on most flushes there is not. */
function grows(column: string): string {
  return `(cardinality(t.${column}) < ${MOST_CLIENTS} AND NOT t.${column} @> excluded.${column})`
}
