import { type Config, compile } from '@sallyport/core'
import type { AdapterName } from './adapter.ts'
import { withResolver } from './resolver.ts'
import type { RunningServer } from './server.ts'

type StartApp = (config: Config, port: number, setting: AppSetting) => Promise<RunningServer>

/** What an app is told beside its configuration. */
export interface AppSetting {
  /** For those that run in another process, where no function of this one gets to. */
  readonly resolves: boolean
  /** Believe `X-Forwarded-Proto`, each framework by its own setting for it. */
  readonly isBehindProxy: boolean
}

// Loaded one at a time: who tests one framework should not wait for the others.
const STARTERS: Readonly<Record<AdapterName, () => Promise<StartApp>>> = {
  fetch: async () => (await import('./apps/fetch.ts')).startFetch,
  node: async () => (await import('./apps/node.ts')).startNode,
  fastify: async () => (await import('./apps/fastify.ts')).startFastify,
  koa: async () => (await import('./apps/koa.ts')).startKoa,
  'nest-express': async () => (await import('./apps/nest.ts')).startNestOn('express'),
  'nest-fastify': async () => (await import('./apps/nest.ts')).startNestOn('fastify'),
  next: async () => (await import('./apps/next.ts')).startNext,
}

export interface StartOptions {
  /** Default: one that is free. */
  readonly port?: number
  /** Look up the origins that the configuration does not list, by {@link withResolver}. Default false. */
  readonly resolves?: boolean
  /** Run as behind a proxy that says by `X-Forwarded-Proto` whether the client uses TLS. Default false. */
  readonly isBehindProxy?: boolean
}

/**
 * Runs the contract's app behind one adapter on the loopback interface. Some adapters need this package to be built.
 *
 * @throws {ConfigError} when the configuration cannot be used; whatever the adapter, before anything is started.
 */
export async function start(
  adapter: AdapterName,
  config: Config,
  { port = 0, resolves = false, isBehindProxy = false }: StartOptions = {},
): Promise<RunningServer> {
  // Next.js compiles it in another process, where nobody could catch the error.
  compile(config)
  const startApp = await STARTERS[adapter]()
  return startApp(resolves && adapter !== 'next' ? withResolver(config) : config, port, { resolves, isBehindProxy })
}
