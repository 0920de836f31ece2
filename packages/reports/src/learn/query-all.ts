import type { QueryResult, ReportQuery, ReportStore } from '../store.ts'

// Above what the budget for new groups lets a handful of processes make in a day. A store that has more is asked for all of them.
const FIRST_LIMIT = 200_000
const ATTEMPTS = 3

export interface AllGroups extends QueryResult {
  /** False where more came in each time than had been asked for. */
  readonly isComplete: boolean
}

/** Every group, however many: those with the highest counts alone could all be somebody’s inventions. */
export async function queryAll(store: ReportStore, query: Omit<ReportQuery, 'limit'>): Promise<AllGroups> {
  let limit = FIRST_LIMIT
  for (let attempt = 1; ; attempt++) {
    const result = await store.query({ ...query, limit })
    const isComplete = result.groups.length >= result.total
    if (isComplete || attempt === ATTEMPTS) return { ...result, isComplete }
    limit = result.total * 2
  }
}
