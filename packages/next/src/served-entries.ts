import type { CachedPage } from './cached-page.ts'
import { PAGE_HEADER, POLICY, REPORT_ONLY } from './header-names.ts'
import type { RequestHeaders } from './render-mark.ts'

/** The policy headers of an entry, as kept with it. */
export type EntryPolicy = ReadonlyMap<string, string>

/**
 * Next.js sends the headers of the App Router's entries, and not those of the Pages Router's. Which of those a request was answered with
 * is remembered here: by its own headers, and by path for the requests that shared the reading of another.
 */
const byRequest = new WeakMap<object, EntryPolicy>()
const byPath = new Map<string, EntryPolicy>()
const MOST_PATHS = 10_000

const NAMES: readonly string[] = [POLICY, REPORT_ONLY, 'x-frame-options']

export function noteServed(headers: RequestHeaders, path: string, page: CachedPage): void {
  if (page.kind !== 'PAGES') return
  const policy = policyOf(page)
  byRequest.set(headers, policy)
  byPath.delete(path)
  byPath.set(path, policy)
  const [oldest] = byPath.keys()
  if (oldest !== undefined && byPath.size > MOST_PATHS) byPath.delete(oldest)
}

export function servedPolicy(headers: RequestHeaders): EntryPolicy | undefined {
  const own = byRequest.get(headers)
  const path = headers[PAGE_HEADER]
  return own ?? (typeof path === 'string' ? byPath.get(decoded(path)) : undefined)
}

/** Keys of entries are not encoded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function policyOf({ headers = {} }: CachedPage): EntryPolicy {
  return new Map(
    NAMES.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    }),
  )
}
