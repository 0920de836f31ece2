import { type ContinueDecision, decide, type HeaderPair, type Policy, renderCsp } from '@sallyport/core'
import type { PageSources } from './build-manifest.ts'
import { cacheableCsp } from './cacheable-csp.ts'
import { readableByNext } from './readable-csp.ts'
import { nonceCsp, sealedCsp } from './sealed-csp.ts'

/** How a policy comes to a response. */
export type Delivery =
  /** Rendered for the request, or a shell that is completed for it. */
  | { readonly by: 'nonce'; readonly sources: PageSources; readonly isShell: boolean }
  /** Kept, with the hashes of its own. */
  | { readonly by: 'hashes'; readonly sources: PageSources }
  /** Nothing in it is a script of Next.js: the strictest form. */
  | { readonly by: 'nonceless' }
  /** Kept, and made where it cannot be sealed. */
  | { readonly by: 'rest' }

/** What lets a route's scripts run; `fixed`: a policy without a place for a nonce, the same for every response. */
export type PolicyBasis = 'nonce' | 'hashes' | 'nonce + shell hashes' | 'fixed' | 'none'

export interface PolicyOutcome {
  readonly basis: PolicyBasis
  /** CSP and what goes with it, as sent, with `{nonce}` where the nonce goes. */
  readonly headers: readonly HeaderPair[]
  /** Of the values of the CSP headers, nonces in full. */
  readonly bytes: number
  /** In the CSP headers. */
  readonly hashes: number
  /** Directives that it is sent without. */
  readonly without: readonly string[]
}

const NONCE_PLACE = '{nonce}'
const NONCE_LENGTH = 24

/** What the policy of a path comes to. */
export function policyOutcome(policy: Policy, path: string, delivery: Delivery): PolicyOutcome {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  if (decision.kind === 'answer' || decision.csp === null || decision.csp.headers.length === 0) {
    return { basis: 'none', headers: [], bytes: 0, hashes: 0, without: [] }
  }
  if (!decision.csp.hasNonce) return measured('fixed', renderCsp(decision), [])
  return withNonceSlot(decision, decision.csp, delivery)
}

function withNonceSlot(
  decision: ContinueDecision,
  csp: NonNullable<ContinueDecision['csp']>,
  delivery: Delivery,
): PolicyOutcome {
  switch (delivery.by) {
    case 'nonce': {
      const form = nonceCsp(readableByNext(csp), delivery.sources)
      const basis = delivery.isShell ? 'nonce + shell hashes' : 'nonce'
      return measured(basis, renderCsp({ ...decision, csp: form }, NONCE_PLACE), [])
    }
    case 'hashes':
      return measured('hashes', sealedCsp(csp, delivery.sources), [])
    case 'nonceless':
      return measured('none', renderCsp(decision), [])
    case 'rest': {
      const { headers, withheld } = cacheableCsp(csp)
      return measured('none', [...headers, ...(csp.others ?? [])], withheld)
    }
  }
}

function measured(basis: PolicyBasis, headers: readonly HeaderPair[], without: readonly string[]): PolicyOutcome {
  const values = headers.filter(([name]) => name.startsWith('content-security-policy')).map(([, value]) => value)
  const sent = values.map((value) => value.replaceAll(NONCE_PLACE, '0'.repeat(NONCE_LENGTH)))
  return {
    basis,
    headers,
    bytes: sent.reduce((sum, { length }) => sum + length, 0),
    hashes: values.flatMap((value) => value.split(' ')).filter((word) => word.startsWith("'sha")).length,
    without,
  }
}
