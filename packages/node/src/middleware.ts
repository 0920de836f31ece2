import type { PolicySource } from '@sallyport/core'
import { toHandle } from './compile.ts'
import { enter } from './enter.ts'
import { emitLoneChange, emitWarnings } from './findings.ts'
import { explainRefusals } from './refusals.ts'
import type { NodeRequest } from './request.ts'
import type { NodeResponse } from './response.ts'

/** What Express, Connect and a plain `node:http` server can call. */
export type NodeMiddleware = (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => void

/**
 * Middleware for Express, Connect and plain `node:http`: `next` is called unless the request has been answered. Put it first.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function sallyport(source: PolicySource): NodeMiddleware {
  const handle = toHandle(source)
  emitWarnings(handle.current)
  const refusals = explainRefusals()
  return function sallyport(request, response, next) {
    emitLoneChange(handle.current, response)
    const entered = enter(handle.current, request, response, refusals)
    if (entered === true) next()
    else if (entered !== false) void entered.then((open) => open && next())
  }
}
