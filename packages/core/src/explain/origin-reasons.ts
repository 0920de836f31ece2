import { LONGEST_ORIGIN } from '../origin/limits.ts'
import { checksCors } from './browser-messages.ts'
import { type Context, corsSymptom, findOriginMisses, isSameOrigin, type Telling } from './context.ts'
import { fixCredentials, fixOrigin } from './fixes.ts'
import { missedRoute } from './location.ts'
import { findEntry, property } from './origin-entries.ts'

/** No CORS part: off, or never configured. */
export function tellNoCors(context: Context): Telling {
  const { policy, request, location, preflight } = context
  const { path, value } = location.cors
  const why = value === false ? `${path} is false` : 'no cors is configured'
  const off = `No CORS policy applies in ${location.cors.words}: ${why}.`
  const missed = missedRoute(policy, request)
  const route = missed === undefined ? '' : ` ${missed}`
  if (preflight) {
    const answer = value === false ? ` For Sallyport to answer it, write { origins } for ${path}.` : ''
    return {
      path,
      message: `${off} So the app answers this preflight; unless it sends CORS headers itself, and no redirect, the browser does not send the request.${answer}${route}`,
      symptom: corsSymptom(context),
    }
  }
  const foreign = checksCors(request) && !isSameOrigin(context)
  const unread = foreign ? ' Unless the app sends CORS headers itself, the browser keeps the answer from the page.' : ''
  return { path, message: `${off}${unread}${route}`, symptom: foreign ? corsSymptom(context) : undefined }
}

export function tellNoOrigin({ location }: Context): Telling {
  return {
    path: `${location.cors.path}.origins`,
    message:
      'The request has no Origin, so it is not a CORS request. Browsers send none with a GET or HEAD to the own origin, nor for links, images and scripts without crossorigin; other programs need not send one at all.',
  }
}

export function tellOriginAllowed(context: Context): Telling {
  const { request, location, shownOrigin, origins, origin } = context
  const { path } = origins
  const entry = origins.kind === 'any' ? '*' : findEntry(origin ?? '', origins.entries)
  const by = entry === undefined || entry === origin ? '' : `, by "${entry}"`
  const message =
    origins.kind === 'code' && entry === undefined
      ? `The resolver of ${location.cors.words} admits ${shownOrigin}.`
      : `${shownOrigin} is among the origins of ${location.cors.words}${by}.`
  const credentials = property(location.cors.value, 'credentials') === true
  if (credentials || isSameOrigin(context) || !checksCors(request)) return { path, entry, message }
  // A page that includes credentials may have no cookie yet; what shows is only that one did.
  if (request.header('cookie') === undefined) {
    return { path, entry, message: `${message} Credentials are off: pages read the answer only without them.` }
  }
  return {
    path: `${location.cors.path}.credentials`,
    entry,
    message: `${message} But the request has cookies, and credentials are off: the browser keeps the answer from the page.`,
    symptom: origins.kind === 'any' ? 'wildcard-with-credentials' : 'credentials-off',
    fix: fixCredentials(location),
  }
}

export function tellOriginRefused(context: Context): Telling {
  const { request, location, shownOrigin, origins } = context
  const what = `${shownOrigin} is not among the origins of ${location.cors.words}`
  if (isSameOrigin(context)) {
    const message = `${what}, but it is the server's own: the browser does not ask for permission, and nothing is wrong.`
    return { path: origins.path, message }
  }
  if (!checksCors(request)) {
    const message = `${what}, but CORS has no say in this request: it is a navigation, a form, a WebSocket or an embedded resource.`
    return { path: origins.path, message }
  }
  return tellRefusal(context, `${what}. The app answers, but the browser keeps the answer from the page.`)
}

export function tellPreflightOriginRefused(context: Context): Telling {
  const { location, shownOrigin, shownMethod } = context
  const what = `${shownOrigin} is not among the origins of ${location.cors.words}`
  return tellRefusal(context, `${what}, so the browser does not send its ${shownMethod}.${tellWhoAnswers(context)}`)
}

/** A resolver that failed, ran out of time or was never asked: `decide` asks nobody. */
export function tellUnresolved(context: Context): Telling {
  const { location, shownOrigin, origins } = context
  const isHeard = property(property(location.cors.value, 'origins'), 'onError') !== undefined
  const why = isHeard
    ? 'its onError was told why'
    : `nobody heard why, since ${origins.path} has no onError. Write { resolve, onError: console.error }`
  const message = `The resolver of ${location.cors.words} gave no answer for ${shownOrigin}, so the origin is refused. It failed, was too late, said neither true nor false, or was not asked; ${why}.`
  return { path: origins.path, message, symptom: corsSymptom(context) }
}

function tellRefusal(context: Context, message: string): Telling {
  const { policy, request, location, origin = '', origins } = context
  const nearMisses = findOriginMisses(context)
  const missed = missedRoute(policy, request)
  const malformed = nearMisses.length === 0 && !isWritten(origin) ? ' No browser writes an origin like this.' : ''
  return {
    path: origins.path,
    message: `${message}${malformed}${missed === undefined ? '' : ` ${missed}`}`,
    nearMisses,
    symptom: corsSymptom(context),
    fix: fixOrigin(origin, location, nearMisses),
  }
}

function isWritten(origin: string): boolean {
  return origin.includes('://') && !origin.includes('*') && origin.length <= LONGEST_ORIGIN
}

/** Of a refused preflight. */
export function tellWhoAnswers({ decision, location }: Context): string {
  if (decision.kind === 'answer') return ''
  return ` The app answers the preflight, since ${location.cors.path}.preflightContinue is on, and gets no headers for it.`
}
