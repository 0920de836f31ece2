import {
  applyHeaders,
  type ContinueDecision,
  drawNonce,
  type HeaderPair,
  type HeaderSink,
  type Passage,
  type Policy,
  renderCsp,
} from '@sallyport/core'
import { type NodeResponse, readHeader } from './response.ts'

/** A request that was let in, and the response that answers it. */
export class NodePassage implements Passage, HeaderSink {
  readonly policy: Policy
  readonly decision: ContinueDecision
  readonly #response: NodeResponse
  #nonce: string | undefined

  constructor(policy: Policy, decision: ContinueDecision, response: NodeResponse, nonce: string | undefined) {
    this.policy = policy
    this.decision = decision
    this.#response = response
    this.#nonce = nonce
  }

  get nonce(): string {
    if (this.decision.csp?.hasNonce !== true) return ''
    this.#nonce ??= this.#draw()
    return this.#nonce
  }

  /** Undefined while nobody has read it. */
  get drawnNonce(): string | undefined {
    return this.#nonce
  }

  #draw(): string {
    if (this.#response.headersSent) {
      throw new Error(
        'The CSP nonce was first read after the response headers were sent, when no header can carry it any more. Read it before the first byte of the body.',
      )
    }
    return drawNonce(this.decision, this)
  }

  get(name: string): string | undefined {
    return readHeader(this.#response, name)
  }

  set(name: string, value: string): void {
    this.#response.setHeader(name, value)
  }

  /** Writes all headers, the CSP with a nonce only if an earlier passage of this response handed one out. */
  write(): void {
    applyHeaders(this.decision, this)
    if (this.#nonce !== undefined) this.#setAll(renderCsp(this.decision, this.#nonce))
  }

  #setAll(pairs: readonly HeaderPair[]): void {
    for (const [name, value] of pairs) this.set(name, value)
  }

  /** Writes the headers that the response has lost: Koa's error path, for one, strips them all. */
  restore(): void {
    this.#setMissing(this.decision.headers)
    // Rendering costs a string, so look first; the names are the same with and without a nonce.
    const lost = renderCsp(this.decision).some(([name]) => this.#response.getHeader(name) === undefined)
    if (lost) this.#setMissing(renderCsp(this.decision, this.#nonce))
  }

  #setMissing(pairs: readonly HeaderPair[]): void {
    for (const [name, value] of pairs) {
      if (this.#response.getHeader(name) === undefined) this.#response.setHeader(name, value)
    }
  }

  /** Takes the headers back, except those the app has changed since. */
  withdraw(): void {
    this.#removeUnchanged(this.decision.headers)
    this.#removeUnchanged(renderCsp(this.decision, this.#nonce))
  }

  #removeUnchanged(pairs: readonly HeaderPair[]): void {
    for (const [name, value] of pairs) {
      if (this.#response.getHeader(name) === value) this.#response.removeHeader(name)
    }
  }
}
