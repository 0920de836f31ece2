import type { Config } from '@sallyport/core'
import { startNest } from '#nest-app'
import type { RunningServer } from '../server.ts'

// Compiled with decorators in a project of its own, so from here it can only be had as it was built.
export function startNestOn(platform: 'express' | 'fastify'): (config: Config, port: number) => Promise<RunningServer> {
  return (config, port) => startNest(platform, config, port)
}
