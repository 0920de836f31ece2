import { applyEndpoints, applyHeaders, applyVary, type HeaderSink, renderCsp } from './apply.ts'
import { changeDecision, withoutNonces } from './change-decision.ts'
import type { CspChange } from './csp/change/change.ts'
import type { AnswerDecision, ContinueDecision, Decision } from './decision.ts'
import { describeExplanation } from './explain/describe.ts'
import { explain } from './explain/explain.ts'
import type { Explanation } from './explain/explanation.ts'
import type { RefusalLog } from './explain/refusal-log.ts'
import type { Finding } from './finding.ts'
import { keepFromSharedCaches } from './http/cache-control.ts'
import { createNonce } from './nonce.ts'
import { type PolicySource, toHandle } from './policy-handle.ts'
import type { RequestView } from './request.ts'
import { resolve } from './resolve.ts'

/** What the app may ask about the request it answers. */
export interface Passage {
  readonly decision: Decision
  /**
   * Changes the content security policy of this response alone. Several changes are made together, so their order means nothing.
   * Returns why it was refused, in which case the policy stays as it is; nothing when it was made.
   */
  changeCsp(change: CspChange): readonly Finding[]
  /** Drawn when first read; `''` when the policy has no place for one. Read it before returning the response. */
  readonly nonce: string
}

export interface HandleOptions {
  /** Makes the response for an error the app threw, so that it carries the headers too. Default: the error goes on to the caller. */
  readonly onError?: (error: unknown) => Response | Promise<Response>
  /**
   * For development: hears of every refusal, and what refuses a request says why in its body. Make it once, `createRefusalLog(console.warn)`,
   * and leave it out in production, where nobody outside may learn what the policy lets in. Default: none.
   */
  readonly refusals?: RefusalLog
}

/**
 * The adapter for runtimes that speak Fetch's `Request` and `Response`: Bun, Deno, workers, Hono, SvelteKit and the like.
 * Compile the policy once and pass it; a configuration passed here is compiled on every call.
 */
export async function handle(
  source: PolicySource,
  request: Request,
  next: (passage: Passage) => Response | Promise<Response>,
  options: HandleOptions = {},
): Promise<Response> {
  const policy = toHandle(source).current
  const view = viewOf(request)
  const decision = await resolve(policy, view)
  options.refusals?.note(policy, view, decision)
  if (decision.kind === 'answer') {
    return respondWith(decision, options.refusals === undefined ? undefined : explain(policy, view, decision))
  }
  const passage = new OpenPassage(decision)
  try {
    return seal(await next(passage), passage)
  } catch (error) {
    if (options.onError === undefined) throw error
    return seal(await options.onError(error), passage)
  }
}

/** A decision's view of a Fetch request. */
function viewOf(request: Request): RequestView {
  const { method, headers, url } = request
  const start = pathStart(url)
  return {
    method,
    // Not URL.pathname: it would resolve dot segments before the policy has seen them.
    path: url.slice(start),
    get scheme() {
      return url.slice(0, url.indexOf(':'))
    },
    get authority() {
      return url.slice(url.indexOf('://') + 3, start)
    },
    header: (name) => headers.get(name) ?? undefined,
  }
}

function pathStart(url: string): number {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  return start === -1 ? url.length : start
}

/** The response of a decision that the app is not asked about; an explanation becomes its body. */
export function respondWith(decision: AnswerDecision, explanation: Explanation | undefined): Response {
  const headers = new Headers()
  applyHeaders(decision, sinkOf(headers))
  applyVary(decision, sinkOf(headers))
  if (explanation === undefined || decision.status !== 403) {
    return new Response(null, { status: decision.status, headers })
  }
  headers.set('content-type', 'text/plain; charset=utf-8')
  return new Response(`${describeExplanation(explanation)}\n`, { status: decision.status, headers })
}

class OpenPassage implements Passage {
  decision: ContinueDecision
  /** The nonce, once somebody has read it; `''` where there is no place for one. */
  drawn: string | undefined

  constructor(decision: ContinueDecision) {
    this.decision = decision
  }

  get nonce(): string {
    if (this.decision.csp?.hasNonce !== true) return ''
    this.drawn ??= createNonce()
    return this.drawn
  }

  changeCsp(change: CspChange): readonly Finding[] {
    const { decision, findings } = changeDecision(this.decision, change)
    this.decision = decision
    return findings
  }
}

function seal(response: Response, { decision, drawn }: OpenPassage): Response {
  // RFC 9111 §3.2: what is kept has the nonce that its body came with.
  const sent = response.status === 304 ? withoutNonces(decision) : decision
  const sealed = copyOf(response)
  for (const [name, value] of [...sent.headers, ...renderCsp(sent, drawn)]) {
    // What the app set itself, it meant.
    if (!sealed.headers.has(name)) sealed.headers.set(name, value)
  }
  if (drawn !== undefined) {
    sealed.headers.set('cache-control', keepFromSharedCaches(sealed.headers.get('cache-control') ?? undefined).value)
  }
  applyVary(decision, sinkOf(sealed.headers))
  applyEndpoints(sent, sinkOf(sealed.headers))
  return sealed
}

// A response from fetch() or Response.redirect() has immutable headers, so all are copied; 101 and network errors cannot be.
function copyOf(response: Response): Response {
  if (response.status < 200) return response
  return new Response(response.body, response)
}

function sinkOf(headers: Headers): HeaderSink {
  return { get: (name) => headers.get(name) ?? undefined, set: (name, value) => headers.set(name, value) }
}
