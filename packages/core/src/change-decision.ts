import { amendCsp, composeCsp } from './csp/change/amend.ts'
import type { CspChange } from './csp/change/change.ts'
import type { CompiledCsp } from './csp/policy.ts'
import type { ContinueDecision, HeaderPair, Reason, SetHeader } from './decision.ts'
import type { Finding } from './finding.ts'

/** A decision about the response to one request, and what was wrong with a change to it. */
export interface ChangedDecision {
  /** With the changed policy; after an error, the decision as it was. */
  readonly decision: ContinueDecision
  /** Why the change was refused. Empty when it was made. */
  readonly findings: readonly Finding[]
}

/**
 * Changes the content security policy of one response, before its headers go out. Several changes are made together, so their order
 * means nothing. Never throws: a change with an error leaves the decision as it is. What comes of a change is remembered by what it says.
 */
export function changeDecision(decision: ContinueDecision, change: CspChange): ChangedDecision {
  const { csp, findings } = amendCsp(decision.csp, change)
  return { decision: csp === decision.csp ? decision : withCsp(decision, csp), findings }
}

/**
 * The decision of a later registration for the same request, where an earlier one has decided already. As a rule it takes the place of
 * that; one whose policy only changes another's is made part of it.
 */
export function composeDecisions(earlier: ContinueDecision, later: ContinueDecision): ContinueDecision {
  if (later.csp === null) return later
  const csp = composeCsp(earlier.csp, later.csp)
  if (csp === later.csp) return later
  // What says nothing of CORS leaves that to who has.
  return withCsp(later.reason === 'no-cors' ? earlier : later, csp)
}

/**
 * The decision for a response 304, without the policies that have a nonce: a browser takes what a 304 says for the response it has kept
 * (RFC 9111 §3.2), whose body has the nonce it came with. Policies without one are sent, and so may change.
 */
export function withoutNonces(decision: ContinueDecision): ContinueDecision {
  const { csp } = decision
  return csp === null || !csp.hasNonce ? decision : withCsp(decision, staticPart(csp))
}

const STATIC_PARTS = new WeakMap<CompiledCsp, CompiledCsp>()

function staticPart(csp: CompiledCsp): CompiledCsp {
  const known = STATIC_PARTS.get(csp)
  if (known !== undefined) return known
  const headers = csp.headers.filter(({ chunks }) => chunks.length === 1)
  const made: CompiledCsp = Object.freeze({
    ...csp,
    headers: Object.freeze(headers),
    hasNonce: false,
    nonceless: Object.freeze([
      ...headers.map(({ name, nonceless }) => Object.freeze([name, nonceless] as const)),
      ...(csp.others ?? []),
    ]),
  })
  STATIC_PARTS.set(csp, made)
  return made
}

/** The decision with another policy. */
function withCsp(decision: ContinueDecision, csp: CompiledCsp | null): ContinueDecision {
  return Object.freeze(new DecisionWithCsp(decision, csp))
}

/** What is the same is asked of the decision it was made of: responses like this one are few. */
class DecisionWithCsp implements ContinueDecision {
  readonly kind = 'continue'
  readonly csp: CompiledCsp | null
  readonly vary: readonly string[]
  readonly varyText: string | undefined
  readonly reason: Reason
  readonly #headers: readonly HeaderPair[]

  constructor(decision: ContinueDecision, csp: CompiledCsp | null) {
    this.csp = csp
    this.vary = decision.vary
    this.varyText = decision.varyText
    this.reason = decision.reason
    this.#headers = decision.headers
  }

  get headers(): readonly HeaderPair[] {
    return [...this.#headers]
  }

  get firstHeader(): string | undefined {
    return (this.#headers[0] ?? this.csp?.nonceless[0])?.[0]
  }

  eachOwnHeader<T>(target: T, set: SetHeader<T>): void {
    for (const [name, value] of this.#headers) set(target, name, value)
  }

  eachHeader<T>(target: T, set: SetHeader<T>): void {
    this.eachOwnHeader(target, set)
    for (const [name, value] of this.csp?.nonceless ?? []) set(target, name, value)
  }

  /** As those of all decisions: what was decided, and nothing of how. */
  toJSON(): object {
    const { varyText: _, ...own } = this
    return { ...own, headers: this.headers }
  }
}
