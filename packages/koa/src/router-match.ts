import { METHODS } from 'node:http'
import { type RoutePolicy, routeMethod } from '@sallyport/core'
import { type NodeRequest, viewRequest } from '@sallyport/node'
import { tagOf } from './route-policy.ts'

/** The part of a `@koa/router` that is asked. */
export interface PolicyRouter {
  readonly stack: readonly RouterLayer[]
  match(path: string, method: string): RouterMatch
  matchHost(host?: string): boolean
  /** Only one of the matching layers runs: the last, or the one with the fewest parameters. */
  readonly exclusive?: boolean
  readonly opts?: { readonly exclusive?: boolean | 'specificity'; readonly routerPath?: string }
}

/** A router that `koa-mount` has put below a path. */
export interface MountedRouter {
  readonly mount: string
  readonly router: PolicyRouter
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

/** What a request says to the routers. */
interface RoutedRequest {
  readonly host: string
  readonly path: string
  readonly req: NodeRequest
}

/**
 * What the routers' middleware says about the route that a request, or the request that a preflight announces, would reach, in the
 * order it would run.
 */
export type TagFinder = (ctx: RoutedRequest) => readonly RoutePolicy[]

const NONE: readonly RoutePolicy[] = []

export function createTagFinder(routers: readonly (PolicyRouter | MountedRouter)[]): TagFinder {
  const asked = routers.map(askedRouter)
  return (ctx) => {
    if (!asked.some(({ hasTags }) => hasTags())) return NONE
    const method = routeMethod(viewRequest(ctx.req))
    // The router takes a method in small letters for one in capitals, but Node does not let such a request in.
    if (method !== method.toUpperCase()) return NONE
    const tags: RoutePolicy[] = []
    for (const { router, pathBelow } of asked) {
      const path = pathBelow(ctx.path)
      if (path === undefined || !router.matchHost(ctx.host)) continue
      const { route, pathAndMethod } = router.match(router.opts?.routerPath || path, method)
      if (!route) continue
      const { own, passesOn } = collectTags(router.exclusive === true ? chosen(router, pathAndMethod) : pathAndMethod)
      tags.push(...own)
      if (!passesOn) break
    }
    return tags
  }
}

interface AskedRouter {
  readonly router: PolicyRouter
  readonly hasTags: () => boolean
  readonly pathBelow: (path: string) => string | undefined
}

function askedRouter(given: PolicyRouter | MountedRouter): AskedRouter {
  const { router, mount } = 'mount' in given ? given : { router: given, mount: '/' }
  return { router, hasTags: tagWatch(router), pathBelow: (path) => pathBelow(mount, path) }
}

/** Whether any route says anything, which is looked up again only when the router has got more of them. */
function tagWatch(router: PolicyRouter): () => boolean {
  let seen = 0
  let tagged = false
  return () => {
    const { length } = router.stack
    if (length !== seen) {
      seen = length
      tagged = router.stack.some(({ stack }) => stack.some((middleware) => tagOf(middleware) !== undefined))
    }
    return tagged
  }
}

// As koa-mount reads it.
function pathBelow(mount: string, path: string): string | undefined {
  if (mount === '/') return path
  if (!path.startsWith(mount)) return undefined
  const below = path.slice(mount.length) || '/'
  return mount.endsWith('/') || below.startsWith('/') ? below : undefined
}

// As @koa/router chooses.
function chosen({ opts }: PolicyRouter, layers: readonly RouterLayer[]): readonly RouterLayer[] {
  if (opts?.exclusive !== 'specificity') return layers.slice(-1)
  const fewest = Math.min(...layers.map(({ paramNames }) => paramNames.length))
  return layers.filter(({ paramNames }) => paramNames.length === fewest).slice(0, 1)
}

/** The router runs the matching layers in the order they were added, until one answers. */
function collectTags(layers: readonly RouterLayer[]): {
  readonly own: readonly RoutePolicy[]
  readonly passesOn: boolean
} {
  const own: RoutePolicy[] = []
  for (const layer of layers) {
    const tags = layer.stack.map(tagOf).filter((tag) => tag !== undefined)
    own.push(...tags)
    if (!passesOn(layer, tags.length > 0)) return { own, passesOn: false }
  }
  return { own, passesOn: true }
}

/** Whether what comes after a layer is taken to run. Only running it would tell for sure. */
function passesOn({ methods, stack }: RouterLayer, isTagged: boolean): boolean {
  const last = stack.at(-1)
  if (last === undefined || tagOf(last) !== undefined) return true
  // A function that takes nothing but the context cannot call on.
  if (typeof last === 'function' && last.length === 1) return false
  // router.all() without a policy is how a check for many routes is written, and such a check calls on; a route answers.
  return methods.length === 0 || (methods.length >= METHODS.length && !isTagged)
}
