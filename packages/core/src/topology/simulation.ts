import { renderCsp } from '../apply.ts'
import { matchAncestors } from '../csp/match/ancestors.ts'
import { matchRequest } from '../csp/match/request.ts'
import type { PolicyInput } from '../csp/policy-input.ts'
import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import type { EdgeKind } from './config.ts'
import type { App } from './model.ts'

/** One origin with what it answers. */
export interface Site {
  readonly origin: string
  /** Null for a stranger. */
  readonly app: App | null
  /** Undefined when it is not ours, so that nothing is known of it. */
  readonly policy: Policy | undefined
}

/** Why one end of an edge stops it; undefined when it lets it through. What is not ours lets everything through. */
export type Stop = string | undefined

/** Whether the page at `from` may. */
export function tryFrom(kind: EdgeKind, from: Site, to: Site): Stop {
  if (from.policy === undefined) return undefined
  const request = { url: `${to.origin}/`, redirectCount: 0, nonce: '', integrity: '', parserInserted: false }
  const asked =
    kind === 'frames'
      ? ({ ...request, destination: 'iframe', initiator: 'navigation' } as const)
      : kind === 'calls'
        ? ({ ...request, destination: '', initiator: 'fetch' } as const)
        : ({ ...request, destination: 'script' } as const)
  const verdict = matchRequest(cspOf(from.policy), { url: `${from.origin}/` }, asked)
  if (verdict.outcome !== 'blocked') return undefined
  return `its ${verdict.directive ?? 'CSP'} does not admit ${to.origin}`
}

/** Whether the app at `to` lets it, framed by `from` inside of `above`. */
export function tryTo(kind: EdgeKind, from: Site, to: Site, above: readonly Site[] = []): Stop {
  if (to.policy === undefined) return undefined
  if (kind === 'frames') return tryFraming(to.policy, to, [from, ...above])
  return kind === 'imports' ? tryReading(to.policy, from, to) : tryCalling(to.policy, from, to)
}

function tryFraming(policy: Policy, to: Site, ancestors: readonly Site[]): Stop {
  const verdict = matchAncestors(
    cspOf(policy),
    `${to.origin}/`,
    ancestors.map(({ origin }) => origin),
  )
  if (verdict.outcome !== 'blocked') return undefined
  const [parent, ...above] = ancestors.map(({ origin }) => origin)
  return `its frame-ancestors does not admit ${parent}${above.length > 0 ? ` inside ${above.join(', ')}` : ''}`
}

/** Fetch §4.10, the CORS check. */
function tryReading(policy: Policy, from: Site, to: Site): Stop {
  const decision = decide(policy, viewOf('GET', from, to))
  return isShared(decision, from) ? undefined : `its CORS policy refuses ${from.origin} (${decision.reason})`
}

function tryCalling(policy: Policy, from: Site, to: Site): Stop {
  const reading = tryReading(policy, from, to)
  if (reading !== undefined) return reading
  const cors = to.app?.config.cors
  const methods = typeof cors?.methods === 'object' ? cors.methods : []
  const headers = typeof cors?.allowedHeaders === 'object' ? cors.allowedHeaders : []
  for (const method of new Set(['POST', ...methods])) {
    const preflight = decide(
      policy,
      viewOf('OPTIONS', from, to, {
        'access-control-request-method': method,
        // Fetch §4.8: sorted, in lower case.
        ...(headers.length > 0
          ? {
              'access-control-request-headers': headers
                .map((name) => name.toLowerCase())
                .sort()
                .join(','),
            }
          : {}),
      }),
    )
    if (!isShared(preflight, from))
      return `its CORS policy refuses the preflight of ${method} from ${from.origin} (${preflight.reason})`
    const call = decide(policy, viewOf(method, from, to))
    if (call.kind === 'answer') return `its request guard refuses ${method} from ${from.origin} (${call.reason})`
  }
  return undefined
}

function isShared(decision: Decision, { origin }: Site): boolean {
  return decision.headers.some(
    ([name, value]) => name === 'access-control-allow-origin' && (value === origin || value === '*'),
  )
}

function viewOf(method: string, from: Site, to: Site, more: Readonly<Record<string, string>> = {}): RequestView {
  const separator = to.origin.indexOf('://')
  const authority = to.origin.slice(separator + 3)
  const headers: Readonly<Record<string, string | undefined>> = {
    origin: from.origin,
    host: authority,
    'sec-fetch-site': from.origin === to.origin ? 'same-origin' : 'cross-site',
    ...more,
  }
  return { method, path: '/', scheme: to.origin.slice(0, separator), authority, header: (name) => headers[name] }
}

const CSP = new WeakMap<Policy, readonly PolicyInput[]>()
/** Any nonce: none of the simulated requests has one. */
const NONCE = 'c2FsbHlwb3J0LXRvcG9sb2d5'

function cspOf(policy: Policy): readonly PolicyInput[] {
  const known = CSP.get(policy)
  if (known !== undefined) return known
  const decision = decide(policy, { method: 'GET', path: '/', header: () => undefined })
  const inputs = renderCsp(decision, NONCE).map(
    ([name, header]): PolicyInput => ({
      header,
      disposition: name === 'content-security-policy' ? 'enforce' : 'report',
    }),
  )
  CSP.set(policy, inputs)
  return inputs
}
