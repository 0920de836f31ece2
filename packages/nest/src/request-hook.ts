import type { AbstractHttpAdapter } from '@nestjs/core'
import { type Method, requestHookOf } from './nest-internals.ts'
import type { PlatformRequest, PlatformResponse } from './platform.ts'

/**
 * Runs `admit` at the start of every request; a request it does not admit has been answered.
 *
 * An adapter has room for one request hook, and the last one set wins in silence. A hook that is there already runs after ours, and
 * so does one that an instrumentation library sets later: neither may switch off the policy.
 */
export function chainRequestHook(
  adapter: AbstractHttpAdapter,
  admit: (request: PlatformRequest, response: PlatformResponse) => boolean,
): void {
  let other = requestHookOf(adapter)
  adapter.setOnRequestHook((request: PlatformRequest, response: PlatformResponse, done: () => void): unknown => {
    if (!admit(request, response)) return undefined
    if (other === undefined) return done()
    // Returned, because the adapters look at what a hook returns: it may be a promise.
    return other.call(adapter, request, response, done)
  })
  adapter.setOnRequestHook = (hook: Method) => {
    other = hook
  }
}
