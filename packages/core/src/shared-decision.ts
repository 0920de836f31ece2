import type { CompiledCsp } from './csp/policy.ts'
import { type AnswerDecision, type ContinueDecision, freezePairs, type HeaderPair, type Reason } from './decision.ts'
import { mergeVary } from './http/vary.ts'

/**
 * What requests share must not be changeable by any of them, so it is frozen; but engines read frozen arrays at a third of the
 * speed. What is written for every request is therefore kept a second time, in private fields that nobody else can reach.
 */
abstract class Shared {
  readonly #writes: readonly string[]
  readonly #vary: string | undefined

  constructor(pairs: readonly HeaderPair[], vary: readonly string[]) {
    this.#writes = pairs.flat()
    this.#vary = mergeVary(undefined, vary)
  }

  static writesOf(decision: object): readonly string[] | undefined {
    return #writes in decision ? decision.#writes : undefined
  }

  static varyOf(decision: object): string | undefined {
    return #vary in decision ? decision.#vary : undefined
  }
}

/** Names and values by turns, all that `applyHeaders` writes; undefined for a decision that is not shared. */
export const writesOf: (decision: object) => readonly string[] | undefined = Shared.writesOf

/** The whole `Vary` of a response without one; undefined for a decision that is not shared, or depends on nothing. */
export const varyOf: (decision: object) => string | undefined = Shared.varyOf

export class SharedContinue extends Shared implements ContinueDecision {
  readonly kind = 'continue'
  readonly headers: readonly HeaderPair[]
  readonly vary: readonly string[]
  readonly csp: CompiledCsp | null
  readonly reason: Reason

  constructor(headers: readonly HeaderPair[], vary: readonly string[], csp: CompiledCsp | null, reason: Reason) {
    super([...headers, ...(csp?.nonceless ?? [])], vary)
    this.headers = freezePairs(headers)
    this.vary = vary
    this.csp = csp
    this.reason = reason
    Object.freeze(this)
  }
}

export class SharedAnswer extends Shared implements AnswerDecision {
  readonly kind = 'answer'
  readonly status: number
  readonly headers: readonly HeaderPair[]
  readonly vary: readonly string[]
  readonly reason: Reason

  constructor(status: number, headers: readonly HeaderPair[], vary: readonly string[], reason: Reason) {
    super(headers, vary)
    this.status = status
    this.headers = freezePairs(headers)
    this.vary = vary
    this.reason = reason
    Object.freeze(this)
  }
}
