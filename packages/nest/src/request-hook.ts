import type { ServerResponse } from 'node:http'
import type { AbstractHttpAdapter } from '@nestjs/core'
import { type Method, requestHookOf, securityHookOf } from './nest-internals.ts'
import { type FastifyRequest, isRawResponse, type PlatformRequest, type PlatformResponse } from './platform.ts'

/**
 * Runs `admit` at the start of every request; a request it does not admit has been answered.
 *
 * An adapter has room for one request hook, and the last one set wins in silence. A hook that is there already runs after ours, and
 * so does one that an instrumentation library sets later: neither may switch off the policy.
 */
export function chainRequestHook(
  adapter: AbstractHttpAdapter,
  admit: (request: PlatformRequest, response: PlatformResponse) => boolean | Promise<boolean>,
): void {
  let other = requestHookOf(adapter)
  adapter.setOnRequestHook((request: PlatformRequest, response: PlatformResponse, done: () => void): unknown => {
    const go = (open: boolean): unknown => {
      if (!open) return undefined
      return other === undefined ? done() : other.call(adapter, request, response, done)
    }
    const admitted = admit(request, response)
    // Returned, because the adapters look at what a hook returns: it may be a promise.
    return admitted instanceof Promise ? admitted.then(go) : go(admitted)
  })
  adapter.setOnRequestHook = (hook: Method) => {
    other = hook
  }
}

/**
 * Runs `admit` for a request whose URL Fastify's router cannot read and rejects before any hook. For that case, and beside the hooks
 * in all others, the Fastify adapter calls the hook of Nest's security features, which too has room for one only.
 */
export function chainUnroutedHook(
  adapter: AbstractHttpAdapter,
  admit: (request: FastifyRequest, response: ServerResponse) => void,
): void {
  // Nest 12.0 has no such hook.
  if (adapter.getType() !== 'fastify' || adapter.registerSecurityHook === undefined) return
  const other = securityHookOf(adapter)
  adapter.registerSecurityHook((request: FastifyRequest, response) => {
    const isUnrouted = request.params === null
    if (isUnrouted && isRawResponse(response)) admit(request, response)
    return other?.(request, response)
  })
}
