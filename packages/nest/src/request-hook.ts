import type { ServerResponse } from 'node:http'
import type { AbstractHttpAdapter } from '@nestjs/core'
import { type Method, requestHookOf, securityHookOf } from './nest-internals.ts'
import { type FastifyRequest, isRawResponse, type PlatformRequest, type PlatformResponse } from './platform.ts'

/** False for a request that has been answered. */
type Admit<T> = (request: PlatformRequest, response: PlatformResponse) => T

/** What runs at the start of every request, in this order. */
interface Admissions {
  /** Of what is mounted on paths: they answer for themselves, whichever module is set up first. */
  readonly mounts: Admit<boolean>[]
  /** At most one. */
  readonly gates: Admit<boolean | Promise<boolean>>[]
}

const ADMISSIONS = new WeakMap<AbstractHttpAdapter, Admissions>()

/**
 * Runs `admit` at the start of every request; a request it does not admit has been answered.
 *
 * An adapter has room for one request hook, and the last one set wins in silence. A hook that is there already runs after ours, and
 * so does one that an instrumentation library sets later: neither may switch off the policy.
 */
export function chainRequestHook(adapter: AbstractHttpAdapter, admit: Admit<boolean | Promise<boolean>>): void {
  admissionsOf(adapter).gates.push(admit)
}

/** The same, before any policy is asked. */
export function chainMount(adapter: AbstractHttpAdapter, admit: Admit<boolean>): void {
  admissionsOf(adapter).mounts.push(admit)
}

function admissionsOf(adapter: AbstractHttpAdapter): Admissions {
  return ADMISSIONS.get(adapter) ?? install(adapter)
}

function install(adapter: AbstractHttpAdapter): Admissions {
  const admissions: Admissions = { mounts: [], gates: [] }
  ADMISSIONS.set(adapter, admissions)
  let other = requestHookOf(adapter)
  adapter.setOnRequestHook((request: PlatformRequest, response: PlatformResponse, done: () => void): unknown => {
    const go = (open: boolean): unknown => {
      if (!open) return undefined
      return other === undefined ? done() : other.call(adapter, request, response, done)
    }
    for (const mount of admissions.mounts) if (!mount(request, response)) return undefined
    const admitted = admissions.gates[0]?.(request, response) ?? true
    // Returned, because the adapters look at what a hook returns: it may be a promise.
    return admitted instanceof Promise ? admitted.then(go) : go(admitted)
  })
  adapter.setOnRequestHook = (hook: Method) => {
    other = hook
  }
  return admissions
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
