import type { Config, PolicySource } from '@sallyport/core'
import { readChannel } from './channel.ts'
import { jsonPart } from './json-part.ts'
import { warnOnce } from './warning.ts'

/**
 * What the proxy goes by: what it was given, or else what next.config says.
 *
 * @throws {Error} when neither says anything, or next.config says what could not be carried over.
 */
export function proxyConfig(given: PolicySource | undefined): PolicySource {
  if (given !== undefined) return given
  const channel = readChannel()
  if (channel === undefined) {
    throw new Error(
      'sallyport() has no configuration: wrap next.config with withSallyport(nextConfig, config) of @sallyport/next/config, or pass it one.',
    )
  }
  if (!channel.isWhole) {
    throw new Error(
      'sallyport() cannot take its configuration from next.config, because there are functions in it (an origin resolver), and they cannot be carried into the bundle of the proxy. ' +
        'cors, csrf and what else does not decide the CSP were left out. Keep the configuration in a file of its own, and import it both in next.config and here: sallyport(config).',
    )
  }
  return channel.config
}

/** Kept pages go by next.config, so a proxy with another policy contradicts them. */
export function warnAboutOtherConfig(config: Config): void {
  const channel = readChannel()
  if (channel === undefined) return
  const part = jsonPart(config)
  if (JSON.stringify(part.config) === JSON.stringify(channel.config)) return
  warnOnce(
    'other config',
    'sallyport() was given another configuration than withSallyport() in next.config. Pages that are kept have the policies of next.config, all others those of the proxy. Give it none: sallyport().',
  )
}
