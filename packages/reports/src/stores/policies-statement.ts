import type { ServedPolicy } from '../group.ts'
import type { QueryResult, StoredGroup } from '../store.ts'
import { readNumber, readText } from './group-fields.ts'
import { compareTexts } from './query-bounds.ts'
import { fieldsOf } from './stored-row.ts'
import { toStored } from './stored-text.ts'

/** One row a policy: `site`, `id`, `policy_text`, `served_from`, `served_to`. All names are in one value, as JSON. */
export function policiesStatement(
  groups: readonly StoredGroup[],
  table: string,
  names: string,
): { readonly text: string; readonly values: readonly string[] } {
  const named = new Map(groups.map(({ site, policy }) => [JSON.stringify([site, policy]), { site, policy }]))
  const asked = [...named.values()].map(({ site, policy }) => ({ site: toStored(site), id: toStored(policy) }))
  const text = `
SELECT p.site, p.id, p.policy_text, p.served_from, p.served_to
FROM ${table} p
JOIN ${names} ON named.site = p.site AND named.id = p.id`
  return { text, values: [JSON.stringify(asked)] }
}

export function readPolicies(rows: readonly unknown[]): QueryResult['policies'] {
  return rows
    .map((row): ServedPolicy => {
      const field = fieldsOf(row)
      return {
        site: readText(field, 'site'),
        id: readText(field, 'id'),
        text: readText(field, 'policy_text'),
        from: readNumber(field, 'served_from'),
        to: readNumber(field, 'served_to'),
      }
    })
    .sort((one, other) => compareTexts(one.id, other.id) || compareTexts(one.site, other.site))
}
