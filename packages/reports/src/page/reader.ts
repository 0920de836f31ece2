import type { QueryResult, ReportQuery, ReportStore, StoredGroup } from '../store.ts'
import { type PageQuery, STANDINGS } from './page-query.ts'

/** How many groups of each standing are read: forged ones, however many, leave the others in sight. */
const MOST_READ = 1_000
/** Milliseconds that what was read is good for: any number of open pages then ask the store no oftener than that. */
const FRESH_FOR = 2_000

export interface Reading {
  readonly groups: readonly StoredGroup[]
  readonly policies: QueryResult['policies']
  /** Groups of the query's standing that were not read. */
  readonly unread: number
}

/** Reads a store for the page, sparingly. */
export class StoreReader {
  readonly #store: ReportStore
  #kept = new Map<number, { readonly at: number; readonly results: Promise<readonly QueryResult[]> }>()

  constructor(store: ReportStore) {
    this.#store = store
  }

  /**
   * The groups since `from` that a page under these filters needs. Rejects when the store does.
   * @param from Milliseconds since the epoch, a whole hour.
   */
  async read(query: PageQuery, from: number): Promise<Reading> {
    const results = await this.#readAll(from)
    const standing = results[STANDINGS.indexOf(query.standing)]
    const unread = standing === undefined ? 0 : standing.total - standing.groups.length
    const more = unread > 0 ? [await this.#store.query(conditionsOf(query, from))] : []
    const group = query.group === undefined ? [] : await this.#readGroup(query.group, from, [...results, ...more])
    return combine([...results, ...more, ...group], unread)
  }

  /** What every page of this range shares. */
  #readAll(from: number): Promise<readonly QueryResult[]> {
    const now = Date.now()
    for (const [key, { at }] of this.#kept) if (Math.abs(now - at) >= FRESH_FOR) this.#kept.delete(key)
    const kept = this.#kept.get(from)
    if (kept !== undefined) return kept.results
    const results = Promise.all(STANDINGS.map((standing) => this.#store.query({ from, standing, limit: MOST_READ })))
    this.#kept.set(from, { at: now, results })
    return results
  }

  async #readGroup(
    fingerprint: string,
    from: number,
    results: readonly QueryResult[],
  ): Promise<readonly QueryResult[]> {
    const isRead = results.some(({ groups }) => groups.some((group) => group.fingerprint === fingerprint))
    return isRead ? [] : [await this.#store.query({ fingerprint, from, limit: 1 })]
  }
}

/** With too many groups to count here, the store picks those that the filters ask for. */
function conditionsOf(query: PageQuery, from: number): ReportQuery {
  const { range, noise, group, limit, ...conditions } = query
  return { ...conditions, ...(noise === 'hide' ? { noise: false } : {}), from, limit: MOST_READ }
}

function combine(results: readonly QueryResult[], unread: number): Reading {
  const groups = new Map<string, StoredGroup>()
  for (const result of results) for (const group of result.groups) groups.set(group.fingerprint, group)
  return { groups: [...groups.values()], policies: results.flatMap(({ policies }) => policies), unread }
}
