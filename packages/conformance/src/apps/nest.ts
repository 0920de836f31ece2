import type { Config } from '@sallyport/core'
import { startNest } from '#nest-app'
import type { RunningServer } from '../server.ts'
import type { AppSetting } from '../start.ts'

// Compiled with decorators in a project of its own, so from here it can only be had as it was built.
export function startNestOn(
  platform: 'express' | 'fastify',
): (config: Config, port: number, setting: AppSetting) => Promise<RunningServer> {
  return (config, port, { isBehindProxy }) => startNest(platform, config, port, isBehindProxy)
}
