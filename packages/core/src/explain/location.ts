import { routeMethod, ruleFor } from '../decide.ts'
import { normalisePath } from '../http/path.ts'
import { overrideSource } from '../override.ts'
import type { Policy } from '../policy.ts'
import { ENDPOINT_RULE } from '../report/own-endpoint.ts'
import type { RequestView } from '../request.ts'
import { show } from './printable.ts'

/** Where in the configuration as written the rule of a request stands. */
export interface Location {
  /** The route's path, or `base`. */
  readonly rule: string
  readonly cors: Part
  readonly csrf: Part
}

export interface Part {
  /** `cors` or `routes[2].cors`; what its framework calls it, where a route of the framework has its own. */
  readonly path: string
  /** Whose it is: `the base policy`, `the route /v1/*`, `the route's own policy`. */
  readonly words: string
  readonly value: unknown
  /** A route takes it from the base, so a change of it changes more than the route. */
  readonly inherited: boolean
}

interface WrittenRoute {
  readonly path?: unknown
  readonly methods?: unknown
  readonly cors?: unknown
  readonly csrf?: unknown
}

const EXEMPT: Part = { path: ENDPOINT_RULE, words: 'the address of reports', value: undefined, inherited: false }

export function locate(policy: Policy, request: RequestView): Location {
  const config = policy.toJSON()
  const { name } = ruleFor(policy, request)
  if (name === ENDPOINT_RULE) return { rule: name, cors: EXEMPT, csrf: EXEMPT }
  const routes: readonly WrittenRoute[] = config.routes ?? []
  const index = name === 'base' ? -1 : findIndex(routes, name, routeMethod(request))
  const route = routes[index]
  const words = name === 'base' ? 'the base policy' : `the route ${show(name).slice(1, -1)}`
  const overridden = overrideSource(policy)?.places
  const part = (key: 'cors' | 'csrf'): Part => {
    const place = overridden?.[key]
    // An override stands in every rule.
    if (place !== undefined)
      return { path: place, words: "the route's own policy", value: config[key], inherited: false }
    const own = route?.[key]
    return own === undefined
      ? { path: key, words, value: config[key], inherited: route !== undefined }
      : { path: `routes[${index}].${key}`, words, value: own, inherited: false }
  }
  return { rule: name, cors: part('cors'), csrf: part('csrf') }
}

/** Whether a route has turned off the CORS that the base has. */
export function isTurnedOff(policy: Policy, request: RequestView): boolean {
  const base = (overrideSource(policy)?.base ?? policy).toJSON()
  return Boolean(base.cors) && locate(policy, request).cors.value === false
}

/** The order in which a route's table is asked: the method, GET for HEAD, then any. */
function findIndex(routes: readonly WrittenRoute[], path: string, method: string): number {
  const having = (wanted: string | undefined): number =>
    routes.findIndex(
      (route) =>
        route.path === path &&
        (wanted === undefined
          ? route.methods === undefined
          : Array.isArray(route.methods) && route.methods.includes(wanted)),
    )
  const candidates = [having(method), method === 'HEAD' ? having('GET') : -1, having(undefined)]
  return candidates.find((index) => index !== -1) ?? -1
}

/** Why a route that one might expect did not take part; undefined when none comes near. */
export function missedRoute(policy: Policy, request: RequestView): string | undefined {
  const routes: readonly WrittenRoute[] = policy.toJSON().routes ?? []
  // A route of the configuration would not have had a say.
  if (overrideSource(policy)?.places.cors !== undefined) return undefined
  if (routes.length === 0 || ruleFor(policy, request).name !== 'base') return undefined
  const path = normalisePath(request.path)
  if (path === undefined) {
    return 'The path is not in normal form (dot segments, empty segments, encoded slashes), so no route took part.'
  }
  const bare = withoutSlash(path)
  for (const [index, route] of routes.entries()) {
    if (typeof route.path !== 'string') continue
    const at = `routes[${index}] (${show(route.path)})`
    if (route.path === path && Array.isArray(route.methods)) {
      return `${at} has this path, but not for ${show(routeMethod(request))}.`
    }
    if (withoutSlash(route.path) === bare) return `${at} differs by a slash at the end, which counts.`
    if (route.path.toLowerCase() === path.toLowerCase()) return `${at} differs in letter case, which counts.`
  }
  return undefined
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
