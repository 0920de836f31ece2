import { keepFromSharedCaches, withoutNonces } from '@sallyport/core'
import { replaceCsp } from './decision-headers.ts'
import { putHeader } from './put-header.ts'
import { DECISION, type NodeResponse, readHeader } from './response.ts'
import { showPath } from './shown-path.ts'

/** For a response 304: the browser keeps the policy of the response it has, whose body has that one's nonce. */
export function keepStoredCsp(response: NodeResponse): void {
  const decision = response[DECISION]
  if (decision?.csp?.hasNonce !== true) return
  const kept = withoutNonces(decision)
  response[DECISION] = kept
  replaceCsp(decision, kept, response)
}

/** For a response whose nonce was read: keeps it from shared caches, which would send the same one to everybody. */
export function keepNonceFromCaches(response: NodeResponse): void {
  const own = readHeader(response, 'cache-control')
  const kept = keepPrivate(response, own)
  if (kept !== own) putHeader(response, 'cache-control', kept)
}

function keepPrivate(response: NodeResponse, given: string | undefined): string {
  const { value, wasShared } = keepFromSharedCaches(given)
  if (wasShared) warnOfSharing(response, given ?? '', value)
  return value
}

// Paths are the client's, and there is no end to them.
const MOST_TOLD = 20
const TOLD = new Set<string>()

function warnOfSharing(response: NodeResponse, given: string, sent: string): void {
  const { NODE_ENV } = process.env
  if (NODE_ENV === 'production' || NODE_ENV === 'test') return
  const path = pathOf(response)
  if (TOLD.has(path) || TOLD.size >= MOST_TOLD) return
  TOLD.add(path)
  process.emitWarning(
    `${path} reads the CSP nonce, and its Cache-Control, ${given}, lets shared caches keep the response: everybody would be sent the same nonce. It went out with ${sent}. For pages that caches are to share, use hashes: strictCsp({ mode: 'hash', hashes }).`,
    'SallyportWarning',
  )
}

/** Without the query, which is no part of what a route is for. */
function pathOf(response: NodeResponse): string {
  const request: unknown = Reflect.get(response, 'req')
  const url = typeof request === 'object' && request !== null && 'url' in request ? request.url : undefined
  return typeof url === 'string' ? showPath(url.split('?')[0] ?? '') : 'A response'
}
