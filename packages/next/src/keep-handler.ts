import type { LoadedConfig } from './build-adapter.ts'
import { CHANNEL_NAME, type Channel, readChannel } from './channel.ts'

/**
 * The configuration with our cache handler, when a platform's adapter has put its own in that place, or none: pages are marked by ours
 * while they are prerendered, and it hands on to the other one.
 */
export function keepHandler(before: LoadedConfig, after: LoadedConfig): LoadedConfig {
  const channel = readChannel()
  const { cacheHandler } = after
  if (channel === undefined || before.cacheHandler === undefined || cacheHandler === before.cacheHandler) return after
  const { cacheHandler: _replaced, ...rest } = channel
  const text = JSON.stringify({
    ...rest,
    ...(typeof cacheHandler === 'string' ? { cacheHandler } : {}),
  } satisfies Channel)
  process.env[CHANNEL_NAME] = text
  const env = typeof after.env === 'object' && after.env !== null ? after.env : {}
  return { ...after, cacheHandler: before.cacheHandler, env: { ...env, [CHANNEL_NAME]: text } }
}
