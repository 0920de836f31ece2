/**
 * Everything here is Nest's own business and may move in any release; nothing else in this package reaches into Nest.
 *
 * Nest offers no way to ask which handler a method and a path would reach before it routes, and a preflight is never routed at
 * all. So the table of routes is built once more from the same metadata, with the very classes Nest builds it with: a copy of
 * their rules for prefixes, exclusions and versions would drift. `nest-internals.test.ts` names each piece that has moved.
 */
import { createRequire } from 'node:module'
import { RequestMethod, VERSION_NEUTRAL, VersioningType } from '@nestjs/common'
import {
  addLeadingSlash,
  HOST_METADATA,
  MODULE_PATH,
  PATH_METADATA,
  type SecurityRequestHook,
  VERSION_METADATA,
  type VersionValue,
} from '@nestjs/common/internal'
import {
  type AbstractHttpAdapter,
  type ApplicationConfig,
  MetadataScanner,
  type ModulesContainer,
  Reflector,
} from '@nestjs/core'
import { PathsExplorer } from '@nestjs/core/router/paths-explorer.js'
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js'
import type { Target } from './decorators.ts'

/** One method and path that a handler is registered for. */
export interface HandlerRoute {
  /** `UsersController.find` */
  readonly name: string
  readonly controller: Target
  readonly handler: Target
  /** `GET`, or `ALL` for `@All()`. */
  readonly method: string
  /** As it was given to the platform's router. */
  readonly path: string
  /** Of the controller; empty when it serves any host. */
  readonly hosts: readonly (string | RegExp)[]
  /** Only when the path does not tell it: header, media type and custom versioning. */
  readonly version: VersionValue | undefined
}

/** Every route of the app, in the order in which Nest registers them. */
export async function collectRoutes(
  modules: ModulesContainer,
  config: ApplicationConfig,
  adapter: AbstractHttpAdapter,
): Promise<readonly HandlerRoute[]> {
  const routes = [...modules.values()].flatMap(({ controllers, metatype }) => {
    const modulePath =
      metadata<string>(MODULE_PATH + modules.applicationId, metatype) ?? metadata<string>(MODULE_PATH, metatype)
    return [...controllers.values()].flatMap(({ metatype: controller, instance }) =>
      typeof controller === 'function'
        ? exploreController(controller, instance, modulePath ?? '', config, adapter)
        : [],
    )
  })
  // Set by `routeResolutionStrategy`, which has been there for as long as the sorter has.
  if (config.getRouteResolutionStrategy?.() !== 'specificity') return routes
  const { RouteSpecificitySorter } = await import('@nestjs/core/router/route-specificity-sorter.js')
  const sorted = methodOf(RouteSpecificitySorter, 'sort')?.call(RouteSpecificitySorter, routes)
  return Array.isArray(sorted) ? sorted : routes
}

function exploreController(
  controller: Target,
  instance: object,
  modulePath: string,
  config: ApplicationConfig,
  adapter: AbstractHttpAdapter,
): HandlerRoute[] {
  const factory = new RoutePathFactory(config)
  const versioningOptions = config.getVersioning()
  const controllerVersion: VersionValue | undefined =
    versioningOptions && (metadata<VersionValue>(VERSION_METADATA, controller) ?? versioningOptions.defaultVersion)
  const hosts = listOf(metadata<string | RegExp | (string | RegExp)[]>(HOST_METADATA, controller))
  const controllerPaths = listOf(metadata<string | string[]>(PATH_METADATA, controller)).map(addLeadingSlash)
  const definitions = new PathsExplorer(new MetadataScanner()).scanForPaths(instance)

  return controllerPaths.flatMap((ctrlPath) =>
    definitions.flatMap(({ path: methodPaths, requestMethod, methodName, targetCallback, version: methodVersion }) =>
      methodPaths.flatMap((methodPath) => {
        const place: Parameters<RoutePathFactory['create']>[0] = {
          ctrlPath,
          methodPath,
          modulePath,
          globalPrefix: addLeadingSlash(config.getGlobalPrefix()),
          ...(versioningOptions === undefined ? {} : { versioningOptions }),
          ...(controllerVersion === undefined ? {} : { controllerVersion }),
          ...(methodVersion === undefined ? {} : { methodVersion }),
        }
        const inPath = versioningOptions === undefined || versioningOptions.type === VersioningType.URI
        return factory.create(place, requestMethod).map((path) => ({
          name: `${controller.name}.${methodName}`,
          controller,
          // Decorators write on the prototype's method; an instance may hold a wrapped copy of it.
          handler: methodOf(controller.prototype, methodName) ?? targetCallback,
          method: RequestMethod[requestMethod],
          path: adapter.normalizePath?.(path) ?? path,
          hosts,
          version: inPath ? undefined : factory.getVersion(place),
        }))
      }),
    ),
  )
}

function metadata<T>(key: string, target: Target): T | undefined {
  return new Reflector().get<T | undefined, string>(key, target)
}

function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

export type Method = (...args: unknown[]) => unknown

function isMethod(value: unknown): value is Method {
  return typeof value === 'function'
}

/** A method, public or private, that an object may have. */
export function methodOf(owner: object, name: string): Method | undefined {
  const value: unknown = Reflect.get(owner, name)
  return isMethod(value) ? value : undefined
}

/** The request hook that was set before ours: the adapters keep it in a private field and offer no getter. */
export function requestHookOf(adapter: AbstractHttpAdapter): Method | undefined {
  return methodOf(adapter, 'onRequestHook')
}

/** The hook of `useSecurityHeaders()` and `enableCsrfProtection()`, which the Fastify adapter keeps in the same way. */
export function securityHookOf(adapter: AbstractHttpAdapter): SecurityRequestHook | undefined {
  const hook = methodOf(adapter, 'securityHook')
  return hook === undefined ? undefined : (request, response) => asError(hook.call(adapter, request, response))
}

function asError(value: unknown): Error | undefined {
  return value instanceof Error ? value : undefined
}

/** Whether a request asks for a version, by Nest's own reading of its headers. */
export type VersionTest = (request: object, response: object) => boolean

export function expressVersionTest(
  adapter: AbstractHttpAdapter,
  version: VersionValue,
  config: ApplicationConfig,
): VersionTest {
  const options = config.getVersioning()
  if (options === undefined) return () => true
  // The filter calls the handler, or the third argument when the version is another.
  const filter = adapter.applyVersionFilter(() => true, version, options)
  return (request, response) => {
    try {
      const served: unknown = filter(request, response, () => false)
      return served === true
    } catch {
      // The app's own extractor threw. It will again when Nest routes, where its error is answered.
      return false
    }
  }
}

/** The versions a request asks for, by the Fastify adapter's own reading; {@link VERSION_NEUTRAL} when it names none. */
export function fastifyVersions(adapter: AbstractHttpAdapter, raw: object): readonly unknown[] {
  const constraint: unknown = Reflect.get(adapter, 'versionConstraint')
  if (typeof constraint !== 'object' || constraint === null) return [VERSION_NEUTRAL]
  const version = methodOf(constraint, 'deriveConstraint')?.(raw)
  return Array.isArray(version) ? version : [version]
}

/** find-my-way, the router inside Fastify. */
export interface PathRouter<T> {
  on(method: string | readonly string[], path: string, handler: () => void, store: T): void
  /** By the path of a request, as it came in. */
  find(method: string, path: string): { readonly store: T } | null
  /** By the path of a route, as it was added. */
  findRoute(method: string, path: string): { readonly store: T } | null
}

/**
 * A router that reads paths as the app's own Fastify does. Fastify's own cannot be asked: `findRoute` tells no more of a route than
 * its parameters. It is taken from where the platform takes it, so that both are the same release.
 */
export function createFastifyRouter<T>(options: object): PathRouter<T> {
  const platform = createRequire(import.meta.url).resolve('@nestjs/platform-fastify')
  const create: (options: object) => PathRouter<T> = createRequire(platform)('find-my-way')
  return create(options)
}
