import { routeMethod, ruleFor } from '../decide.ts'
import { normalisePath } from '../http/path.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { show } from './printable.ts'

/** Where in the configuration as written the rule of a request stands. */
export interface Location {
  /** The route's path, or `base`. */
  readonly rule: string
  /** `the base policy` or `the route /v1/*`. */
  readonly words: string
  readonly cors: Part
  readonly csrf: Part
}

export interface Part {
  /** `cors` or `routes[2].cors`. */
  readonly path: string
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

export function locate(policy: Policy, request: RequestView): Location {
  const config = policy.toJSON()
  const { name } = ruleFor(policy, request)
  const routes: readonly WrittenRoute[] = config.routes ?? []
  const index = name === 'base' ? -1 : findIndex(routes, name, routeMethod(request))
  const route = routes[index]
  const part = (key: 'cors' | 'csrf'): Part => {
    const own = route?.[key]
    return own === undefined
      ? { path: key, value: config[key], inherited: route !== undefined }
      : { path: `routes[${index}].${key}`, value: own, inherited: false }
  }
  const words = name === 'base' ? 'the base policy' : `the route ${show(name).slice(1, -1)}`
  return { rule: name, words, cors: part('cors'), csrf: part('csrf') }
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
