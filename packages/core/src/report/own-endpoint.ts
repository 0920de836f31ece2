import { normalisePath } from '../http/path.ts'
import type { Policy } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** The name of its rule: no route's, which all start with a slash. */
export const ENDPOINT_RULE = 'reporting.endpoint'

/** The path of this server that browsers report to; undefined where the reports go to an absolute URL, or to a path that nobody could ask for. */
export function ownEndpointPath(endpoint: string): string | undefined {
  return endpoint.startsWith('/') ? normalisePath(endpoint) : undefined
}

/**
 * Gives the path of reports a rule of its own. Browsers post reports in nobody's name, across sites and with the origin `null` (Reporting §3.5.3, CSP3 §5.3), and
 * what receives them answers their preflights itself.
 */
export function withOwnEndpoint(findRule: Policy['findRule'], endpoint: string, rule: Rule): Policy['findRule'] {
  // Compared as it is, and not in its normal form: browsers ask for what the policy says, and every request of the app passes here.
  return (path, method) => (isAt(path, endpoint) ? rule : findRule?.(path, method))
}

function isAt(path: string, endpoint: string): boolean {
  if (!path.startsWith(endpoint)) return false
  return path.length === endpoint.length || path[endpoint.length] === '?'
}
