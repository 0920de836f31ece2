import { METHODS } from 'node:http'
import type { RoutePolicy } from '@sallyport/core'
import { tagOf } from './route-policy.ts'

/** The part of a `@koa/router` that is asked. */
export interface PolicyRouter {
  match(path: string, method: string): RouterMatch
  matchHost(host?: string): boolean
  /** Only one of the matching layers runs: the last, or the one with the fewest parameters. */
  readonly exclusive?: boolean
  readonly opts?: { readonly exclusive?: boolean | 'specificity' }
}

interface RouterMatch {
  readonly route: boolean
  readonly pathAndMethod: readonly RouterLayer[]
}

interface RouterLayer {
  readonly methods: readonly string[]
  readonly paramNames: readonly unknown[]
  readonly stack: readonly object[]
}

const NONE: readonly RoutePolicy[] = []

/** What the routers' middleware says about the route that this method and path would reach, in the order it would run. */
export function findTags(
  routers: readonly PolicyRouter[],
  host: string,
  path: string,
  method: string,
): readonly RoutePolicy[] {
  for (const router of routers) {
    // The router takes a method in small letters for one in capitals, but Node does not let such a request in.
    if (method !== method.toUpperCase() || !router.matchHost(host)) continue
    const { route, pathAndMethod } = router.match(path, method)
    if (route) return collectTags(router.exclusive === true ? chosen(router, pathAndMethod) : pathAndMethod)
  }
  return NONE
}

// As @koa/router chooses.
function chosen({ opts }: PolicyRouter, layers: readonly RouterLayer[]): readonly RouterLayer[] {
  if (opts?.exclusive !== 'specificity') return layers.slice(-1)
  const fewest = Math.min(...layers.map(({ paramNames }) => paramNames.length))
  return layers.filter(({ paramNames }) => paramNames.length === fewest).slice(0, 1)
}

/** The router runs the matching layers in the order they were added, and a route is taken to answer. */
function collectTags(layers: readonly RouterLayer[]): readonly RoutePolicy[] {
  const tags: RoutePolicy[] = []
  for (const { methods, stack } of layers) {
    const own = stack.map(tagOf).filter((tag) => tag !== undefined)
    tags.push(...own)
    // router.all() without a policy is how a check for many routes is written, and such a check calls on.
    const passesOn = methods.length === 0 || (methods.length >= METHODS.length && own.length === 0)
    if (!passesOn) break
  }
  return tags
}
