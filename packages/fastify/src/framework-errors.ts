import { type PolicySource, toHandle } from '@sallyport/core'
import { enter } from '@sallyport/node'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** A value for Fastify's `frameworkErrors` option. */
export type FrameworkErrorHandler = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void

/**
 * Puts the headers on answers to URLs that Fastify's router cannot read (400, 414), which no hook ever sees:
 * `Fastify({ frameworkErrors: frameworkErrors(handle) })`.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function frameworkErrors(source: PolicySource): FrameworkErrorHandler {
  const handle = toHandle(source)
  return (error, request, reply) => {
    const go = (open: boolean): void => {
      if (open) reply.code(error.statusCode ?? 400).send(error)
      else reply.hijack()
    }
    const entered = enter(handle.current, request.raw, reply.raw)
    if (entered instanceof Promise) void entered.then(go)
    else go(entered)
  }
}
