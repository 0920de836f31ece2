import type { PolicyHandle } from '@sallyport/core'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** The policy of this context, inherited by those within. */
    [HANDLE]?: PolicyHandle
  }
}

export const HANDLE: unique symbol = Symbol('sallyport.handle')

/** The outermost context: each context inherits from the one around it. */
export function rootOf(app: FastifyInstance): FastifyInstance {
  const outer = outerOf(app)
  return outer === undefined ? app : rootOf(outer)
}

export function outerOf(app: FastifyInstance): FastifyInstance | undefined {
  const outer: unknown = Object.getPrototypeOf(app)
  return isInstance(outer) ? outer : undefined
}

function isInstance(value: unknown): value is FastifyInstance {
  return typeof value === 'object' && value !== null && 'addHook' in value
}
