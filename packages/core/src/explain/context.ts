import { isOwnOrigin } from '../csrf/own-origin.ts'
import { isPreflight } from '../decide.ts'
import type { Decision } from '../decision.ts'
import { overrideSource } from '../override.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { checksCors, type Symptom } from './browser-messages.ts'
import type { Fix, NearMiss } from './explanation.ts'
import { type Location, locate } from './location.ts'
import { findNearMisses } from './near-misses.ts'
import { findEntry, type OriginEntries, readOriginEntries } from './origin-entries.ts'
import { show } from './printable.ts'

/** What the tellers of all reasons look at. */
export interface Context {
  readonly policy: Policy
  readonly request: RequestView
  readonly decision: Decision
  readonly location: Location
  readonly origins: OriginEntries
  readonly origin: string | undefined
  /** The origin and the method to write into a sentence; of a preflight, the method it asks for. */
  readonly shownOrigin: string
  readonly shownMethod: string
  readonly preflight: boolean
}

/** What a teller says. */
export interface Telling {
  readonly path: string
  readonly message: string
  readonly entry?: string | undefined
  readonly nearMisses?: readonly NearMiss[]
  /** What the page's developer will see; left out when nothing. */
  readonly symptom?: Symptom | undefined
  readonly fix?: Fix | undefined
}

export function createContext(policy: Policy, request: RequestView, decision: Decision): Context {
  const location = locate(policy, request)
  const preflight = isPreflight(request)
  const origin = request.header('origin')
  return {
    policy,
    request,
    decision,
    location,
    origins: readOriginEntries(location.cors),
    origin,
    shownOrigin: show(origin),
    shownMethod: show(preflight ? request.header('access-control-request-method') : request.method),
    preflight,
  }
}

/** The browser knows this request for one of the page's own server, and does not ask about CORS. */
export function isSameOrigin({ request, origin, preflight }: Context): boolean {
  if (preflight || origin === undefined) return false
  const site = request.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  return isOwnOrigin(origin, request)
}

export function corsSymptom({ request, preflight }: Context): Symptom | undefined {
  if (!checksCors(request)) return undefined
  return preflight ? 'preflight-no-header' : 'no-header'
}

/** Entries of the rule that nearly admit the origin; other rules' that do. */
export function findOriginMisses({ policy, origin, origins, location }: Context): readonly NearMiss[] {
  if (origin === undefined) return []
  if (origin === 'null') return [NULL_ORIGIN]
  const near = findNearMisses(origin, origins.entries)
  const elsewhere = near.some(({ kind }) => kind === 'look-alike') ? [] : findElsewhere(policy, location, origin)
  return Object.freeze([...elsewhere, ...near].slice(0, 3))
}

const NULL_ORIGIN: NearMiss = Object.freeze({
  kind: 'null',
  entry: 'null',
  message:
    'The null origin is that of sandboxed frames, data: and file: pages and of requests redirected between sites. It names nobody, so no list can have it.',
})

const MOST_RULES = 50

function findElsewhere(policy: Policy, location: Location, origin: string): readonly NearMiss[] {
  const { cors, routes = [] } = (overrideSource(policy)?.base ?? policy).toJSON()
  const parts = [
    { path: 'cors', value: cors },
    ...routes.slice(0, MOST_RULES).map((route, index) => ({ path: `routes[${index}].cors`, value: route.cors })),
  ]
  for (const { path, value } of parts) {
    if (path === location.cors.path) continue
    const entry = findEntry(origin, readOriginEntries({ path, value }).entries)
    if (entry === undefined) continue
    const message = `${show(entry)} is in ${path}.origins, but ${location.cors.words} goes by ${location.cors.path}.origins.`
    return [Object.freeze({ kind: 'rule', entry, message })]
  }
  return []
}
