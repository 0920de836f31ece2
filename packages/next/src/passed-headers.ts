import { type NextRequest, NextResponse } from 'next/server.js'
import {
  CORS_DECIDED_HEADER,
  NONCE_HEADER,
  NONCE_STATE_HEADER,
  PAGE_HEADER,
  POLICY,
  REPORT_ONLY,
} from './header-names.ts'

/** What the proxy tells the renderer. */
export interface Passed {
  readonly nonce: PassedNonce
  /** A CORS policy of the proxy covers the request, so a route's own can no longer decide. */
  readonly corsDecided: boolean
  /** The path of a page that is kept, with its locale. */
  readonly page?: string | undefined
}

export type PassedNonce =
  | { readonly state: 'drawn'; readonly value: string }
  /** `no-slot`: the policy has no place for one. The others: see `Rendering`. */
  | { readonly state: 'no-slot' | 'cacheable' | 'handler' | 'unknown' }

const PASSED: readonly string[] = [POLICY, REPORT_ONLY, NONCE_HEADER, NONCE_STATE_HEADER, CORS_DECIDED_HEADER]

export function stripPassed(headers: Headers): void {
  for (const name of PASSED) headers.delete(name)
}

const OVERRIDDEN = 'x-middleware-override-headers'
const OVERRIDE = 'x-middleware-request-'

/**
 * Makes the renderer see other request headers than the client sent: those the app's own proxy chose, if it did, with ours on
 * top. Next.js carries them in `x-middleware-request-*` response headers; all that are not listed are dropped from the request.
 */
export function passToRenderer(response: Response, request: NextRequest, passed: Passed): void {
  const headers = takeOverrides(response.headers) ?? new Headers(request.headers)
  stripPassed(headers)
  if (passed.nonce.state === 'drawn') {
    headers.set(NONCE_HEADER, passed.nonce.value)
    // All that Next.js looks for. `next start` goes on to put the response's policies in its place; other hosts may not.
    headers.set(POLICY, `script-src 'nonce-${passed.nonce.value}'`)
  }
  headers.set(NONCE_STATE_HEADER, passed.nonce.state)
  if (passed.page !== undefined) headers.set(PAGE_HEADER, passed.page)
  if (passed.corsDecided) headers.set(CORS_DECIDED_HEADER, 'decided')

  for (const [name, value] of NextResponse.next({ request: { headers } }).headers) {
    if (name === OVERRIDDEN || name.startsWith(OVERRIDE)) response.headers.set(name, value)
  }
}

/** Removes them from the response: one that is carried but no longer listed would be sent to the client. */
function takeOverrides(response: Headers): Headers | undefined {
  const listed = response.get(OVERRIDDEN)
  if (listed === null) return undefined
  const headers = new Headers()
  for (const name of listed.split(',').map((listedName) => listedName.trim())) {
    const value = response.get(OVERRIDE + name)
    response.delete(OVERRIDE + name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}
