import { compile } from './compile.ts'
import { type CompileOptions, optionsOf } from './compile-options.ts'
import type { Config } from './config.ts'
import { carryOverrides } from './override.ts'
import { isPolicy, type Policy } from './policy.ts'

/** A policy that can be swapped while requests are in flight: each request keeps the one it began with. */
export interface PolicyHandle {
  readonly current: Policy
  /**
   * Compiles and swaps in one step.
   *
   * @throws {ConfigError} and keeps the old policy; also when a route's own policy does not fit the new one.
   */
  update(config: Config): Policy
}

/** What every adapter takes. */
export type PolicySource = Config | Policy | PolicyHandle

/** @throws {ConfigError} when the first configuration cannot be used. */
export function createHandle(config: Config, options?: CompileOptions): PolicyHandle {
  return handleOf(compile(config, options))
}

/**
 * A handle for whatever an adapter was given; `options` are for a configuration, which has not been compiled yet.
 *
 * @throws {ConfigError} for a configuration that cannot be used.
 */
export function toHandle(source: PolicySource, options?: CompileOptions): PolicyHandle {
  if (typeof source === 'object' && source !== null) {
    if (isPolicy(source)) return handleOf(source)
    if (isHandle(source)) return source
  }
  return createHandle(source, options)
}

function handleOf(policy: Policy): PolicyHandle {
  return Object.freeze(new LiveHandle(policy))
}

// A class, because engines look the properties of a frozen object with a getter of its own up in a dictionary, and this one is read for
// every request.
class LiveHandle implements PolicyHandle {
  #current: Policy

  constructor(policy: Policy) {
    this.#current = policy
  }

  get current(): Policy {
    return this.#current
  }

  readonly update = (config: Config): Policy => {
    const next = compile(config, optionsOf(this.#current))
    carryOverrides(this.#current, next)
    this.#current = next
    return next
  }
}

function isHandle(source: Config | PolicyHandle): source is PolicyHandle {
  return 'update' in source && typeof source.update === 'function'
}
