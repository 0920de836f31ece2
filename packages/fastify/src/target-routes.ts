import { createRequire } from 'node:module'
import type { FastifyInstance } from 'fastify'

/** The routes of an app by method and path, as its own router would find them. */
export interface TargetRoutes<T> {
  add(methods: string | readonly string[], path: string, host: unknown, route: T): void
  find(method: string, path: string, host: string | undefined): T | undefined
}

/** The part of find-my-way that is used. */
interface Router<T> {
  hasRoute(method: string, path: string, constraints: object): boolean
  on(method: string, path: string, options: { readonly constraints: object }, handler: () => void, store: T): void
  find(method: string, path: string, constraints: object): { readonly store: T } | null
}

/**
 * A second router of the kind that is inside Fastify, with the app's own options, because a preflight has to be looked up by the
 * method it announces, and Fastify's router can be asked for a route's parameters but not for its configuration. Looking it up here
 * leaves the app's own OPTIONS routes alone.
 */
export function createTargetRoutes<T>(app: FastifyInstance): TargetRoutes<T> {
  // Taken from where Fastify takes it, so that both are the same release.
  const fastify = createRequire(import.meta.url).resolve('fastify')
  const createRouter: (options: object) => Router<T> = createRequire(fastify)('find-my-way')
  const router = createRouter(routerOptions(app))
  return {
    add(methods, path, host, route) {
      const constraints = host === undefined ? {} : { host }
      for (const method of typeof methods === 'string' ? [methods] : methods) {
        // Versions and custom constraints are invisible to a preflight, so the first route of a path speaks for all of them.
        if (!router.hasRoute(method, path, constraints)) router.on(method, path, { constraints }, noHandler, route)
      }
    },
    find(method, path, host) {
      return router.find(method, path, { host })?.store
    },
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
