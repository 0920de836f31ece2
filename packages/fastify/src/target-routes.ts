import { METHODS } from 'node:http'
import type { FastifyInstance } from 'fastify'
import createRouter from 'find-my-way'

/** The routes of an app by method and path, as its own router would find them. */
export interface TargetRoutes<T> {
  /** Where two routes cannot be told apart by what a preflight says, the first speaks for both. */
  add(methods: string | readonly string[], path: string, host: unknown, route: T): void
  find(method: string, path: string, host: string | undefined): T | undefined
}

/**
 * A second router of the kind that is inside Fastify, with the app's own options, because a preflight has to be looked up by the
 * method it announces, and Fastify's router can be asked for a route's parameters but not for its configuration. Hidden OPTIONS
 * routes in Fastify's own router would do as well, but they show in its documentation and meet the app's own OPTIONS routes.
 */
export function createTargetRoutes<T>(app: FastifyInstance): TargetRoutes<T> {
  const router = createRouter(routerOptions(app))
  return {
    add(methods, path, host, route) {
      const constraints = host === undefined ? {} : { host }
      for (const method of typeof methods === 'string' ? [methods] : methods) {
        if (isMethod(method)) addRoute(() => router.on(method, path, { constraints }, noHandler, route))
      }
    },
    find(method, path, host) {
      return isMethod(method) ? router.find(method, path, { host })?.store : undefined
    },
  }
}

const KNOWN: readonly string[] = METHODS

// A preflight may announce any token; the router has routes for what Node's parser lets through.
function isMethod(method: string): method is createRouter.HTTPMethod {
  return KNOWN.includes(method)
}

function addRoute(add: () => void): void {
  try {
    add()
  } catch {
    // The place is taken, by a route that differs in version or in a constraint of the app's, neither of which a preflight tells, or
    // by the same route with a slash. A real mistake is for Fastify's own router to report.
  }
}

const OPTIONS: readonly string[] = [
  'allowUnsafeRegex',
  'caseSensitive',
  'ignoreDuplicateSlashes',
  'ignoreTrailingSlash',
  'maxParamLength',
  'useSemicolonDelimiter',
]

function routerOptions({ initialConfig }: FastifyInstance): object {
  const nested = 'routerOptions' in initialConfig ? initialConfig.routerOptions : undefined
  const all = Object.entries({ ...initialConfig, ...(typeof nested === 'object' ? nested : {}) })
  return Object.fromEntries(all.filter(([name]) => OPTIONS.includes(name)))
}

function noHandler(): void {}
