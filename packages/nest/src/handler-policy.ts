import { Logger } from '@nestjs/common'
import { ConfigError, type Finding, overridePolicy, type Policy, type RoutePolicy } from '@sallyport/core'
import { type Declaration, type Part, readDeclaration } from './decorators.ts'
import type { HandlerRoute } from './nest-internals.ts'

/** The policy of a handler, given the base policy of the moment. */
export type HandlerPolicy = (base: Policy) => Policy

/** What the decorators make of each route; routes without any are left out. */
export interface HandlerPolicies {
  readonly byRoute: ReadonlyMap<HandlerRoute, HandlerPolicy>
  /** Warnings about the decorators' configurations. */
  readonly findings: readonly Finding[]
}

/**
 * Compiles every decorator once.
 *
 * @throws {ConfigError} with the problems of all of them, each naming its controller or handler: `UsersController.find.cors.origins[0]`.
 */
export function compileHandlers(base: Policy, routes: readonly HandlerRoute[]): HandlerPolicies {
  const byRoute = new Map<HandlerRoute, HandlerPolicy>()
  const known: { readonly declaration: Declaration; readonly policy: HandlerPolicy }[] = []
  const findings = new Map<string, Finding>()
  for (const route of routes) {
    const declaration = readDeclaration(route.controller, route.handler, route.name)
    if (declaration === undefined) continue
    // Handlers that share their decorators, most often a controller's, share the compiled policy.
    const shared = known.find((other) => isSame(other.declaration.policy, declaration.policy))
    if (shared !== undefined) {
      byRoute.set(route, shared.policy)
      continue
    }
    const policy = followBase(declaration.policy, route.name)
    known.push({ declaration, policy })
    byRoute.set(route, policy)
    for (const finding of findingsOf(base, declaration, route.name))
      findings.set(`${finding.path} ${finding.code}`, finding)
  }
  const all = [...findings.values()]
  if (all.some(({ severity }) => severity === 'error')) throw new ConfigError(all)
  // Now, because a request must never be the first to compile.
  for (const { policy } of known) policy(base)
  return { byRoute, findings: all }
}

/**
 * Handlers of one method and path that only a version in a header tells apart, under different CORS. A preflight does not carry that
 * header, so the first one's policy answers for all.
 */
export function findIndistinct(routes: readonly HandlerRoute[]): readonly (readonly [first: string, other: string])[] {
  const byPath = new Map<string, HandlerRoute[]>()
  return routes.flatMap((route) => {
    const earlier = byPath.get(route.path) ?? []
    byPath.set(route.path, [...earlier, route])
    const first = earlier.find((other) => sharesMethod(other, route))
    return first === undefined || first.version === route.version || corsOf(first) === corsOf(route)
      ? []
      : [[first.name, route.name] as const]
  })
}

function sharesMethod(one: HandlerRoute, other: HandlerRoute): boolean {
  return one.method === other.method || one.method === 'ALL' || other.method === 'ALL'
}

function corsOf({ controller, handler, name }: HandlerRoute): RoutePolicy['cors'] {
  return readDeclaration(controller, handler, name)?.policy.cors
}

function isSame(one: RoutePolicy, other: RoutePolicy): boolean {
  return one.cors === other.cors && one.csp === other.csp && one.csrf === other.csrf
}

function findingsOf(base: Policy, { policy, owners }: Declaration, handlerName: string): readonly Finding[] {
  return tryOverride(base, policy).flatMap((finding) => {
    const part = PARTS.find((name) => isInside(finding.path, name))
    // A route of the module's configuration repeats what was found in the decorator.
    if (part === undefined) return []
    const owner = owners[part]
    // What no decorator wrote may have been wrong before, and may have become wrong beside what a decorator wrote.
    if (owner === undefined && base.findings.some(({ path, code }) => path === finding.path && code === finding.code))
      return []
    return [{ ...finding, path: `${owner ?? handlerName}.${finding.path}` }]
  })
}

const PLACES = { cors: '@Cors()', csrf: '@Csrf()' }

const PARTS = ['cors', 'csp', 'csrf'] as const

function isInside(path: string, part: Part): boolean {
  return path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`)
}

function tryOverride(base: Policy, override: RoutePolicy): readonly Finding[] {
  try {
    return overridePolicy(base, override, PLACES).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

/** A base that was updated later may no longer fit the decorator; the handler then keeps what it had, and says so once. */
function followBase(override: RoutePolicy, name: string): HandlerPolicy {
  let seen: Policy | undefined
  let current: Policy | undefined
  return (base) => {
    if (base === seen && current !== undefined) return current
    seen = base
    try {
      current = overridePolicy(base, override, PLACES)
    } catch (error) {
      if (current === undefined) throw error
      new Logger('Sallyport').error(
        `${name} keeps its policy: the updated configuration does not fit its decorators. ${error}`,
      )
    }
    return current
  }
}
