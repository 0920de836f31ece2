import {
  carryOverrides,
  isOnlyChanges,
  layerCsp,
  overridePolicy,
  type Policy,
  type PolicyHandle,
} from '@sallyport/core'
import { compile } from '@sallyport/node'
import { warn } from './warnings.ts'

/**
 * The handle of a context inside another one. As a rule its policy takes the place of the outer one's; where its `csp` only changes a
 * policy, it is the outer one's that is changed, and what it leaves out stays as it is there.
 *
 * @throws {ConfigError} when the two do not fit.
 */
export function composeHandle(own: PolicyHandle, outer: PolicyHandle | undefined): PolicyHandle {
  const { csp } = own.current.toJSON()
  return outer === undefined || csp === undefined || !isOnlyChanges(csp) ? own : new ComposedHandle(own, outer)
}

class ComposedHandle implements PolicyHandle {
  readonly #own: PolicyHandle
  readonly #outer: PolicyHandle
  #madeOf: readonly [own: Policy, outer: Policy]
  #made: Policy

  constructor(own: PolicyHandle, outer: PolicyHandle) {
    this.#own = own
    this.#outer = outer
    this.#madeOf = [own.current, outer.current]
    this.#made = compose(...this.#madeOf)
  }

  /** When an update of either no longer fits the other, a request is no time to fail: what was made last stays. */
  get current(): Policy {
    const own = this.#own.current
    const outer = this.#outer.current
    if (own === this.#madeOf[0] && outer === this.#madeOf[1]) return this.#made
    this.#madeOf = [own, outer]
    try {
      const made = compose(own, outer)
      // What the routes of the context say has to fit it too.
      carryOverrides(this.#made, made)
      this.#made = made
    } catch (error) {
      warn(`A context keeps its policy: the updated configuration around it does not fit its own. ${error}`)
    }
    return this.#made
  }

  readonly update: PolicyHandle['update'] = (config) => {
    this.#own.update(config)
    return this.current
  }
}

function compose(own: Policy, outer: Policy): Policy {
  const { cors, csp, csrf, ...rest } = own.toJSON()
  const parts = {
    ...(cors === undefined ? {} : { cors }),
    ...(csp === undefined ? {} : { csp }),
    ...(csrf === undefined ? {} : { csrf }),
  }
  if (Object.keys(rest).length === 0) return overridePolicy(outer, parts)
  const around = outer.toJSON()
  return compile({
    ...around,
    ...own.toJSON(),
    ...(csp === undefined ? {} : { csp: layerCsp(around.csp || undefined, csp) }),
  })
}
