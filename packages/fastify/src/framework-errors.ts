import type { PolicySource } from '@sallyport/core'
import { enter, toHandle } from '@sallyport/node'
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
    if (enter(handle.current, request.raw, reply.raw) === undefined) reply.hijack()
    else reply.code(error.statusCode ?? 400).send(error)
  }
}
