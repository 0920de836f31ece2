import { fnv1a64 } from '@sallyport/core/report'
import type { Collector } from '../collector/collector-options.ts'
import { explainGroup, type GroupExplanation } from '../learn/explain-group.ts'
import type { ReportStore, StoredGroup } from '../store.ts'
import { makeDocument, type PageDocument } from './document.ts'
import { gatherPageData, type Sources } from './gather.ts'
import { readPageQuery } from './page-query.ts'
import { StoreReader } from './reader.ts'

/** @param policyText The policy that decided, normalised; undefined where the store does not have it. */
export type ExplainGroup = (group: StoredGroup, policyText: string | undefined) => GroupExplanation

export interface ReportsPageOptions {
  /** What the page shows. Other processes may write to it. */
  readonly store: ReportStore
  /** Shows its counters, and in development the newest reports themselves. */
  readonly collector?: Collector
  /**
   * Whether who sent this request may see the page, by the app's own sign-in. Anything but `true`, an error included, is answered with 403 and nothing else.
   * What is reported tells much of an app: its pages, its suppliers, its weak spots.
   */
  readonly authorize: (request: Request) => boolean | Promise<boolean>
  /** Default `'Violation reports'`. */
  readonly title?: string
  /** Says a group in words. Default: `explainGroup`. */
  readonly explain?: ExplainGroup
}

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
/** What is no page may still be opened as one. */
const DATA_CSP = "default-src 'none'; frame-ancestors 'none'"

/**
 * A page that shows what a store has, as a Fetch handler for GET and HEAD. It lives at one address, whichever the app mounts it at: the filters are in the query,
 * and `format=json` asks for the data behind them. The returned function never throws and never rejects.
 * @throws TypeError for options that are none.
 */
export function createReportsPage(options: ReportsPageOptions): (request: Request) => Promise<Response> {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('createReportsPage: the options are missing. Write { store, authorize }.')
  }
  const { store, collector, authorize, title = 'Violation reports', explain = explainGroup } = options
  if (typeof store?.query !== 'function') {
    throw new TypeError(
      "createReportsPage: store has no query(). Give a store, such as openStore('sqlite:./reports.db').",
    )
  }
  if (typeof authorize !== 'function') {
    throw new TypeError(
      'createReportsPage: authorize is missing. Say who may see the page: (request) => isAdmin(request).',
    )
  }
  const sources: Sources = { reader: new StoreReader(store), collector, explain }
  let made: Promise<PageDocument> | undefined
  return async (request) => {
    if (!(await isAllowed(authorize, request))) return answer(request, 403)
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(request, 405, '', { allow: 'GET, HEAD' })
    const parameters = new URL(request.url).searchParams
    if (parameters.get('format') === 'json') return answerData(request, parameters, sources)
    made ??= makeDocument(title)
    const { html, csp } = await made
    return answer(request, 200, html, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
  }
}

async function isAllowed(authorize: ReportsPageOptions['authorize'], request: Request): Promise<boolean> {
  try {
    return (await authorize(request)) === true
  } catch {
    return false
  }
}

async function answerData(request: Request, parameters: URLSearchParams, sources: Sources): Promise<Response> {
  const query = readPageQuery(parameters)
  if (typeof query === 'string') return answerJson(request, 400, { problem: query })
  try {
    return answerJson(request, 200, await gatherPageData(query, sources))
  } catch {
    // Why is for the log of the store's owner: messages of databases tell of hosts and users.
    return answerJson(request, 503, { problem: 'The store cannot be read.' })
  }
}

function answerJson(request: Request, status: number, value: object): Response {
  const body = JSON.stringify(value)
  const etag = `"${fnv1a64(body)}"`
  // RFC 9110 §13.1.2; what is sent is what this very handler gave out, so that no list or weak tag needs to be read.
  if (status === 200 && request.headers.get('if-none-match') === etag) return answer(request, 304, '', { etag })
  const headers = status === 200 ? { etag } : {}
  return answer(request, status, body, { ...headers, 'content-type': 'application/json; charset=utf-8' })
}

function answer(request: Request, status: number, body = '', headers: Readonly<Record<string, string>> = {}): Response {
  const isEmpty = body === '' || request.method === 'HEAD'
  return new Response(isEmpty ? null : body, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-security-policy': DATA_CSP, ...headers },
  })
}
