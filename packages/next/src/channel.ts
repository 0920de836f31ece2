import type { Config } from '@sallyport/core'
import { isRecord } from './record.ts'

/** What `withSallyport` tells the proxy, the cache handler and the build's adapter, which run in other processes or bundles. */
export interface Channel {
  readonly version: 1
  /** The configuration, as far as JSON can carry it. */
  readonly config: Config
  /** False: functions were left out, and with them all of `config` but what decides the CSP. */
  readonly isWhole: boolean
  /**
   * Whether pages that are made while the server runs and then kept can be sealed. `unsealed`: the server that runs them does not use
   * our cache handler, or cannot be told which renders are kept; such pages go without the directives that a nonce decides.
   */
  readonly runtimePages: 'sealed' | 'unsealed'
  /** Whether a page that its own policy would break makes the build fail. */
  readonly failBuild: boolean
  /** The app's own cache handler, which ours wraps: an absolute path. */
  readonly cacheHandler?: string
  /** The app's or the platform's own adapter, which ours wraps: an absolute path. */
  readonly adapter?: string
  readonly assetPrefix?: string
  readonly basePath?: string
  /** `crossOrigin` of next.config: without it, files of another origin come without CORS, and integrity cannot be checked. */
  readonly crossOrigin?: string
}

/** The environment variable, and the member of `env` of next.config. */
export const CHANNEL_NAME = 'SALLYPORT'

/**
 * The environment variable that holds the seal nonce of a build. Set for builds alone, in the process that loads next.config, and
 * inherited by the workers that render pages.
 */
export const SEAL_NAME = 'SALLYPORT_SEAL'

let parsed: { readonly text: string; readonly channel: Channel | undefined } | undefined

/** Undefined in an app whose next.config is not wrapped by `withSallyport`. */
export function readChannel(): Channel | undefined {
  // `next start` reads next.config anew, and its environment may have changed since the build. The bundle's own text comes last: Next.js
  // puts it in the place of exactly the expression `process.env.SALLYPORT`.
  const text = runningText() ?? standaloneText() ?? process.env.SALLYPORT
  if (text === undefined) return undefined
  if (parsed?.text !== text) parsed = { text, channel: parseChannel(text) }
  return parsed.channel
}

export function parseChannel(text: string): Channel | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isChannel(value) ? value : undefined
  } catch {
    return undefined
  }
}

function runningText(): string | undefined {
  const text: unknown = Reflect.get(process.env, CHANNEL_NAME)
  return typeof text === 'string' ? text : undefined
}

/** A standalone server does not load next.config: it has what the build made of it. */
function standaloneText(): string | undefined {
  const text = process.env.__NEXT_PRIVATE_STANDALONE_CONFIG
  if (text === undefined) return undefined
  try {
    const config: unknown = JSON.parse(text)
    if (!isRecord(config) || !isRecord(config.env)) return undefined
    const channel = config.env[CHANNEL_NAME]
    return typeof channel === 'string' ? channel : undefined
  } catch {
    return undefined
  }
}

function isChannel(value: unknown): value is Channel {
  return (
    isRecord(value) &&
    value.version === 1 &&
    isRecord(value.config) &&
    typeof value.isWhole === 'boolean' &&
    (value.runtimePages === 'sealed' || value.runtimePages === 'unsealed')
  )
}
