import type { Config, RoutePolicy } from '../config.ts'
import type { CorsPolicy } from '../cors/policy.ts'
import { showValue } from '../finding.ts'
import { at, type Place, report } from '../validate.ts'
import type { CsrfPolicy } from './compile.ts'

interface Parts {
  readonly cors: CorsPolicy | null
  readonly csrf: CsrfPolicy | null
}

const MEANT = 'csrf: false to say that something else guards against them'
const SHARED = 'CORS with credentials does not stop cross-site form posts.'

/** Credentials and no guard, unless `csrf: false` says that this is meant. */
export function adviseOnGuard({ csrf }: Config, base: Parts, place: Place): void {
  if (csrf === false || !isUnguarded(base)) return
  report(at(place, 'csrf'), 'credentials-without-guard', undefined, SHARED, {
    severity: 'warning',
    fix: `Set ${guardFor(base)}, or ${MEANT}.`,
  })
}

/** The same for one route. `parts` are those that hold on it. */
export function adviseOnRouteGuard(config: Config, base: Parts, route: RoutePolicy, parts: Parts, here: Place): void {
  const place = at(here, 'csrf')
  if (!isUnguarded(parts)) return
  if (route.csrf !== false) {
    // What is wrong with the base has been said, and what the base meant holds here.
    if (config.csrf === false || isUnguarded(base)) return
    report(place, 'credentials-without-guard', undefined, SHARED, {
      severity: 'warning',
      fix: `Set ${guardFor(parts)} here or in the base, or ${MEANT}.`,
    })
  } else if (route.cors === undefined && base.csrf !== null) {
    // No warning: the words are there. But whoever wrote them may not have thought of the base's CORS.
    report(
      place,
      'credentials-without-guard',
      false,
      `Without the guard, the route still shares with credentials. ${SHARED}`,
      {
        severity: 'info',
        fix: 'Set cors: false beside it, if no page calls the route.',
      },
    )
  }
}

/** A guard that only routes have, not the base. */
export function adviseOnSpelling(base: Parts, parts: Parts, path: string, here: Place): void {
  if (base.csrf !== null || parts.csrf === null) return
  // Routers take /V1/pay, /v1/pay/ and /v1//pay for /v1/pay, each by rules of its own; a rule of ours that guessed them would
  // at some point guess wrong. With the guard in the base a wrong guess keeps it on.
  const message = `Only the exact path ${showValue(path)} is guarded: a router may serve it for other spellings too, in capitals or with a slash more, and those have no guard.`
  report(at(here, 'csrf'), 'guard-only-on-route', path, message, {
    severity: 'warning',
    fix: 'Set csrf in the base, and csrf: false on the routes that need none.',
  })
}

// Where CORS trusts everybody, 'cors' would too, and does not compile.
function guardFor({ cors }: Parts): string {
  return cors?.matcher === null ? 'csrf: true' : "csrf: { trustedOrigins: 'cors' }"
}

function isUnguarded({ cors, csrf }: Parts): boolean {
  return csrf === null && cors?.actual.some(([name]) => name === 'access-control-allow-credentials') === true
}
