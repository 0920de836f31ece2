import { normalisePath } from '../http/path.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import type { Rule } from '../rule.ts'

/** The name of its rule: no route's, which all start with a slash. */
export const ENDPOINT_RULE = 'reporting.endpoint'

/** Where at this server reports may arrive. */
export interface OwnEndpoint {
  readonly path: string
  /** Host and port, where the configuration says a whole URL: then a request for any other host is no report. */
  readonly authority?: string
}

/** Undefined for an endpoint that nobody could ask for. */
export function ownEndpoint(endpoint: string): OwnEndpoint | undefined {
  const isPath = endpoint.startsWith('/')
  const url = isPath ? undefined : new URL(endpoint)
  const path = normalisePath(url?.pathname ?? endpoint)
  if (path === undefined) return undefined
  return url === undefined ? { path } : { path, authority: url.host }
}

/**
 * Gives reports a rule of their own. Browsers post them in nobody's name, across sites and with the origin `null` (Reporting §3.5.3, CSP3 §5.3), and what receives
 * them answers their preflights itself.
 */
export function withOwnEndpoint(findRule: Policy['findRule'], endpoint: OwnEndpoint, rule: Rule): Policy['findRule'] {
  // Compared as it is, and not in its normal form: browsers ask for what the policy says, and every request of the app passes here.
  return (path, method, request) =>
    isAt(path, endpoint.path) && isFor(request, endpoint) ? rule : findRule?.(path, method, request)
}

function isAt(path: string, endpoint: string): boolean {
  if (!path.startsWith(endpoint)) return false
  return path.length === endpoint.length || path[endpoint.length] === '?'
}

/** No page can have a browser say that it asks another host than it does. */
function isFor(request: RequestView, { authority }: OwnEndpoint): boolean {
  if (authority === undefined) return true
  return (request.authority ?? request.header('host') ?? '').toLowerCase() === authority
}
