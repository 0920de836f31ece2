import { isWebSocketHandshake } from '../csrf/decide.ts'
import { normalisePath } from '../http/path.ts'
import { LONGEST_ORIGIN } from '../origin/limits.ts'
import type { Symptom } from './browser-messages.ts'
import { type Context, findOriginMisses, type Telling } from './context.ts'
import type { NearMiss } from './explanation.ts'
import { fixTrust } from './fixes.ts'
import { findNearMisses } from './near-misses.ts'
import { findEntry, property, texts } from './origin-entries.ts'
import { show } from './printable.ts'

export function tellGuardRefused(context: Context): Telling {
  const { request, location, origin, shownOrigin, origins } = context
  const { csrf } = location
  const trusted = property(csrf.value, 'trustedOrigins')
  const byCors = trusted === 'cors'
  const what = isWebSocketHandshake(request) ? 'the WebSocket handshake' : show(request.method).slice(1, -1)
  const metadata = request.header('sec-fetch-site')
  const site = metadata === undefined ? 'no Sec-Fetch-Site' : `Sec-Fetch-Site: ${show(metadata)}`
  const message = `The guard of ${location.csrf.words} refused ${what} from ${shownOrigin} (${site}).${tellOwn(context)}${tellPath(context)}`
  const path = byCors ? origins.path : `${csrf.path}.trustedOrigins`
  const symptom = guardSymptom(context)
  if (origin === undefined) {
    return {
      path,
      message: `${message} Another site made the browser send it, and without an Origin nobody can be trusted.`,
      symptom,
    }
  }
  const nearMisses = byCors ? findOriginMisses(context) : findGuardMisses(context, origin, texts(trusted))
  // Such a path also has to pass the guard of the base, so trusting an origin on the route would not do.
  const odd = tellPath(context) !== ''
  return { path, message, nearMisses, symptom, fix: odd ? undefined : fixTrust(origin, location, nearMisses) }
}

function findGuardMisses(
  { origins, location }: Context,
  origin: string,
  trusted: readonly string[],
): readonly NearMiss[] {
  const entry = findEntry(origin, origins.entries)
  if (entry === undefined) return findNearMisses(origin, trusted)
  const message = `${show(entry)} is in ${origins.path}, which is about reading; for unsafe requests the guard goes by ${location.csrf.path}.trustedOrigins.`
  return [Object.freeze({ kind: 'rule', entry, message })]
}

function tellOwn({ request, origin, location }: Context): string {
  const host = (request.authority ?? request.header('host'))?.toLowerCase()
  if (host === undefined || origin === undefined || origin.length > LONGEST_ORIGIN) return ''
  const separator = origin.indexOf('://')
  if (separator <= 0) return ''
  const { csrf } = location
  if (origin.slice(separator + 3) === host) {
    return ' The host is this one: if it is the own page, another scheme or a proxy made it look foreign.'
  }
  // Where the browser says whence a request comes, the own origin does not matter.
  if (request.header('sec-fetch-site') !== undefined || property(csrf.value, 'ownOrigin') !== undefined) return ''
  return ` The server takes itself to be at ${show(host)}: if visitors see it elsewhere, behind a proxy say, name that origin in ${csrf.path}.ownOrigin.`
}

/** A route that this path is only nearly on. */
function tellPath({ policy, request }: Context): string {
  if (policy.findRule === null) return ''
  const end = [request.path.indexOf('?'), request.path.indexOf('#')].filter((index) => index !== -1)
  const path = request.path.slice(0, end.length === 0 ? request.path.length : Math.min(...end))
  return normalisePath(request.path) === path
    ? ''
    : ' The path is not in normal form, so what a route trusts does not count.'
}

function guardSymptom({ request, origin }: Context): Symptom {
  if (isWebSocketHandshake(request)) return 'handshake-forbidden'
  const mode = request.header('sec-fetch-mode')
  return origin !== undefined && (mode === undefined || mode === 'cors') ? 'no-header' : 'forbidden'
}
