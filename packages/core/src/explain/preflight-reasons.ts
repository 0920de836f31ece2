import { readRequestedNames } from '../cors/request-headers.ts'
import { nearestName } from '../nearest.ts'
import { type Context, corsSymptom, type Telling } from './context.ts'
import type { NearMiss } from './explanation.ts'
import { fixHeaders, fixMethod } from './fixes.ts'
import { missedRoute } from './location.ts'
import { findEntry, property, texts } from './origin-entries.ts'
import { tellWhoAnswers } from './origin-reasons.ts'
import { show } from './printable.ts'

// The browser reads a refusal without CORS headers as one of the origin.
const BLAMES = 'The browser will blame the origin, since a refusal carries no CORS header at all.'

export function tellPreflightAllowed({
  origin,
  origins,
  location,
  shownOrigin,
  shownMethod,
  decision,
}: Context): Telling {
  const entry = origins.kind === 'any' ? '*' : findEntry(origin ?? '', origins.entries)
  const status = decision.kind === 'answer' ? '' : ' The app answers it, with the headers set.'
  return {
    path: origins.path,
    entry,
    message: `${location.cors.words} lets ${shownOrigin} use ${shownMethod}.${status}`,
  }
}

export function tellMethodRefused(context: Context): Telling {
  const { policy, request, location, shownMethod } = context
  const path = `${location.cors.path}.methods`
  const method = request.header('access-control-request-method') ?? ''
  const missed = missedRoute(policy, request)
  return {
    path,
    message: `${shownMethod} is not among the methods of ${location.cors.words}. ${BLAMES}${tellWhoAnswers(context)}${missed === undefined ? '' : ` ${missed}`}`,
    nearMisses: findMethodMisses(method, texts(property(location.cors.value, 'methods'))),
    symptom: corsSymptom(context),
    fix: fixMethod(method, location),
  }
}

function findMethodMisses(method: string, listed: readonly string[]): readonly NearMiss[] {
  if (method.length > LONGEST_NAME) return []
  const capitals = method.toUpperCase()
  const entry = [...listed, 'PATCH'].find((one) => one === capitals)
  if (entry === undefined || method === capitals) return []
  const message = `${show(method)} differs from ${show(entry)} in letter case, which counts: browsers put no method but DELETE, GET, HEAD, OPTIONS, POST and PUT into capitals.`
  return [Object.freeze({ kind: 'method-case', entry, message })]
}

export function tellHeaderRefused(context: Context): Telling {
  const { request, location } = context
  const path = `${location.cors.path}.allowedHeaders`
  const value = request.header('access-control-request-headers') ?? ''
  const names = readRequestedNames(value)
  if (names === undefined) {
    const message = `${location.cors.words} does not allow the request headers ${show(value)}: this is no list of header names, or a longer one than any browser sends.`
    return { path, message, symptom: corsSymptom(context) }
  }
  const listed = texts(property(location.cors.value, 'allowedHeaders')).map((name) => name.toLowerCase())
  const missing = names.filter((name) => !listed.includes(name))
  // Browsers send each name once and no white space (Fetch §4.8 step 3), so that a value is about as long as its names.
  const padded = missing.length === 0 || value.length > 4 * names.join(',').length
  const which =
    missing.length === 0 ? '' : `: ${missing.map(show).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`
  const nearMisses = findHeaderMisses(missing, listed)
  return {
    path,
    message: `${location.cors.words} does not allow all of the request headers ${show(value)}${which}. ${BLAMES}${tellWhoAnswers(context)}`,
    nearMisses,
    symptom: corsSymptom(context),
    fix: padded ? undefined : fixHeaders(missing, location, nearMisses.length > 0),
  }
}

const LONGEST_NAME = 64
const SHORTEST_MISSPELT = 5

function findHeaderMisses(missing: readonly string[], listed: readonly string[]): readonly NearMiss[] {
  return missing
    .filter((name) => name.length >= SHORTEST_MISSPELT)
    .flatMap((name): readonly NearMiss[] => {
      const entry = nearestName(name, listed.slice(0, 200))
      if (entry === undefined) return []
      const message = `${show(name)} is spelled nearly like ${show(entry)}, which is allowed.`
      return [Object.freeze({ kind: 'header', entry, message })]
    })
    .slice(0, 3)
}
