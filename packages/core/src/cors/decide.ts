import type { Reason } from '../decision.ts'
import { METHOD, NAMES, ORIGIN, type TemplatePair } from '../header-template.ts'
import { isToken } from '../http/token.ts'
import { BY_PATTERN, NO_MATCH, type OriginMatcher } from '../origin/matcher.ts'
import { isSerialisedOrigin } from '../origin/origin.ts'
import type { CorsPolicy } from './policy.ts'

const LONGEST_METHOD = 64

/**
 * The look-up of a policy: the position of the listed origin, `BY_PATTERN` for one to be answered by name, zero for `*`, or
 * `NO_MATCH`. One function per policy shape, because it runs for every request.
 */
export function admission(
  matcher: OriginMatcher | null,
  allowsNull: boolean,
  namesOrigin: boolean,
): CorsPolicy['admits'] {
  if (matcher !== null) {
    if (!allowsNull) return matcher.find
    return (origin) => (origin === 'null' ? BY_PATTERN : matcher.find(origin))
  }
  if (!namesOrigin) return () => 0
  // The origin goes into the answer, so it has to be one.
  const admitsNull = allowsNull ? BY_PATTERN : NO_MATCH
  return (origin) => (origin === 'null' ? admitsNull : isSerialisedOrigin(origin) ? BY_PATTERN : NO_MATCH)
}

/** Headers of an actual response to an admitted origin (Fetch §3.3.3). */
export function actualPairs(cors: CorsPolicy): readonly TemplatePair[] {
  const allowed = cors.namesOrigin ? ORIGIN : '*'
  return [
    ['access-control-allow-origin', allowed],
    ...cors.actual,
    ...(cors.timing ? [['timing-allow-origin', allowed] as const] : []),
  ]
}

/**
 * Tells why a preflight from an admitted origin is refused; undefined when it is granted. Browsers ask for the same few things over and
 * over, so the method found allowed last and the names granted last are remembered: comparing them costs less than looking them up.
 */
export function createPreflightCheck(
  cors: CorsPolicy,
): (method: string, requested: string | undefined) => Reason | undefined {
  let allowedMethod: string | undefined
  let grantedNames: string | undefined
  return (method, requested) => {
    if (method !== allowedMethod) {
      if (!allowsMethod(cors, method)) return 'preflight-method-refused'
      allowedMethod = method
    }
    if (requested === undefined || requested === '' || requested === grantedNames) return undefined
    if (!allowsHeaders(cors, requested)) return 'preflight-header-refused'
    // Where any header goes, any length does too.
    if (requested.length <= LONGEST_REMEMBERED) grantedNames = requested
    return undefined
  }
}

const LONGEST_REMEMBERED = 1024

/** Fetch §4.8 step 7.5: safelisted methods pass unlisted; compileCors put them into the set. */
function allowsMethod({ methods }: CorsPolicy, method: string): boolean {
  return methods === null ? isNamedMethod(method) : methods.includes(method)
}

/** Fetch §4.8 step 7.7: each unsafe request-header name has to be allowed. */
function allowsHeaders({ requestHeaders, requestedNames }: CorsPolicy, requested: string): boolean {
  if (requestHeaders !== null) return requestHeaders.accepts(requested)
  return requestedNames === null || requestedNames(requested) !== undefined
}

function isNamedMethod(method: string): boolean {
  return method.length <= LONGEST_METHOD && isToken(method)
}

/** Headers of a granted preflight: the full lists, so that one preflight serves every later request to the URL. */
export function preflightPairs(cors: CorsPolicy): readonly TemplatePair[] {
  return [
    ['access-control-allow-origin', cors.namesOrigin ? ORIGIN : '*'],
    ...cors.preflight,
    ...(cors.namesMethod ? [['access-control-allow-methods', METHOD] as const] : []),
    ...(cors.requestedNames === null ? [] : [['access-control-allow-headers', NAMES] as const]),
  ]
}
