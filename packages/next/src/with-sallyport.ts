import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, createNonce } from '@sallyport/core'
import type { NextConfig } from 'next'
import { actionHosts } from './action-hosts.ts'
import { CHANNEL_NAME, type Channel, SEAL_NAME } from './channel.ts'
import { installHandler } from './global-handler.ts'
import { jsonPart } from './json-part.ts'
import { compileNamed } from './named-compile.ts'
import { findRuntimeObstacle } from './runtime-obstacle.ts'

export interface SealOptions {
  /** Fail the build when the policy of a page would block something in it. Default false: the build says so and goes on. */
  readonly failBuild?: boolean
  /**
   * Whether pages that are made while the server runs get their own policy then. Default: found out. `'sealed'` for a server that runs
   * our cache handler although its environment looks as if it did not.
   */
  readonly runtimePages?: 'sealed' | 'unsealed'
}

/** What Next.js passes to a next.config that is a function. */
export interface NextConfigContext {
  readonly defaultConfig: NextConfig
}
export type NextConfigFunction = (phase: string, context: NextConfigContext) => NextConfig | Promise<NextConfig>

const BUILD = 'phase-production-build'
const SERVER = 'phase-production-server'

/**
 * Wraps next.config, so that prerendered and cached pages get a policy too: `export default withSallyport(nextConfig, { csp })`. The
 * build gives each page that is kept the configured policy with the hashes of that page's own scripts in the place of the nonce. `proxy.ts`
 * serves the same configuration with `sallyport()`. What it makes is a function, so other wrappers go inside:
 * `withSallyport(withMdx(nextConfig), …)`.
 *
 * @throws {ConfigError} with every problem of the configuration.
 */
export function withSallyport(
  nextConfig: NextConfig | Promise<NextConfig> | NextConfigFunction,
  config: Config,
  options: SealOptions = {},
): (phase: string, context: NextConfigContext) => Promise<NextConfig> {
  compileNamed(config)
  return async (phase, context) => {
    const own = await (typeof nextConfig === 'function' ? nextConfig(phase, context) : nextConfig)
    return wrap(own, config, options, phase, context)
  }
}

async function wrap(
  own: NextConfig,
  config: Config,
  options: SealOptions,
  phase: string,
  context: NextConfigContext | undefined,
): Promise<NextConfig> {
  // Next.js 15.5 has the adapter among the experiments.
  const isTop = context === undefined || 'adapterPath' in context.defaultConfig
  const adapter = (isTop ? own.adapterPath : experimentalAdapter(own)) ?? process.env.NEXT_ADAPTER_PATH
  const obstacle = findRuntimeObstacle({ adapter, assets: own, folder: process.cwd(), env: process.env })
  const channel: Channel = {
    version: 1,
    ...jsonPart(config),
    runtimePages: options.runtimePages ?? (obstacle === undefined ? 'sealed' : 'unsealed'),
    failBuild: options.failBuild ?? false,
    ...(own.cacheHandler === undefined ? {} : { cacheHandler: absolute(own.cacheHandler) }),
    ...(adapter ? { adapter: absolute(adapter) } : {}),
    ...(own.assetPrefix ? { assetPrefix: own.assetPrefix } : {}),
    ...(own.basePath ? { basePath: own.basePath } : {}),
    ...(own.crossOrigin ? { crossOrigin: own.crossOrigin } : {}),
  }
  const text = JSON.stringify(channel)
  // For this process and the workers it starts; `env` is for what Next.js bundles, and for standalone servers.
  process.env[CHANNEL_NAME] = text
  const wrapped: NextConfig = {
    ...own,
    env: { ...own.env, [CHANNEL_NAME]: text },
    ...withActionHosts(own, actionHosts(config)),
  }
  // Development renders every page per request.
  if (phase !== BUILD && phase !== SERVER) return wrapped
  if (phase === BUILD && process.env[SEAL_NAME] === undefined) {
    process.env[SEAL_NAME] = createNonce()
    if (channel.runtimePages === 'unsealed' && obstacle !== undefined) warnAboutRuntime(obstacle)
  }
  // A build needs it by its path, which is what the standalone server is given too.
  const isInstalled = phase === SERVER && own.cacheHandler === undefined && (await installHandler())
  const sealing: NextConfig = isInstalled ? wrapped : { ...wrapped, cacheHandler: fileOf('#next-cache-handler') }
  const adapterPath = fileOf('#build-adapter')
  if (isTop) return { ...sealing, adapterPath }
  const experimental = { ...sealing.experimental, adapterPath }
  return { ...sealing, experimental }
}

function withActionHosts(own: NextConfig, hosts: readonly string[]): Pick<NextConfig, 'experimental'> {
  if (hosts.length === 0) return {}
  const actions = own.experimental?.serverActions
  const allowedOrigins = [...new Set([...(actions?.allowedOrigins ?? []), ...hosts])]
  return { experimental: { ...own.experimental, serverActions: { ...actions, allowedOrigins } } }
}

function experimentalAdapter({ experimental }: NextConfig): string | undefined {
  if (experimental === undefined || !('adapterPath' in experimental)) return undefined
  return typeof experimental.adapterPath === 'string' ? experimental.adapterPath : undefined
}

function warnAboutRuntime(obstacle: string): void {
  console.warn(
    `[sallyport] ${obstacle} Pages made at build get their own policy. Pages made or made anew while the server runs are sent with the rest ` +
      "of the policy, without the directives that a nonce decides. `runtimePages: 'sealed'` says that this is not so.",
  )
}

/** Paths are seen from the app's folder, in which Next.js runs; an adapter may be named by its package. */
function absolute(path: string): string {
  if (path.startsWith('file:')) return fileURLToPath(path)
  try {
    return createRequire(resolve('package.json')).resolve(path)
  } catch {
    return resolve(path)
  }
}

/** What Next.js loads by its path; `imports` of package.json says where the build has put it. */
function fileOf(name: '#build-adapter' | '#next-cache-handler'): string {
  return fileURLToPath(import.meta.resolve(name))
}
