import type { CorsConfig } from '../config.ts'
import { freezePairs, type HeaderPair } from '../decision.ts'
import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { compileMatcher } from '../origin/matcher.ts'
import {
  at,
  checkBoolean,
  checkObject,
  checkTexts,
  type Place,
  report,
  reportType,
  type UnknownRecord,
} from '../validate.ts'
import { admission } from './decide.ts'
import { checkInteger } from './integer.ts'
import {
  CORS_REQUEST_HEADERS,
  CORS_RESPONSE_HEADERS,
  FORBIDDEN_METHODS,
  FORBIDDEN_RESPONSE_HEADERS,
  isForbiddenRequestHeader,
  SAFELISTED_METHODS,
  SAFELISTED_RESPONSE_HEADERS,
} from './names.ts'
import { OriginAsker, type ResolverSettings } from './origin-resolver.ts'
import { compileOrigins } from './origins.ts'
import type { CorsPolicy } from './policy.ts'
import { compileRequestHeaderList, createRequestedNames } from './request-headers.ts'
import { isResolved, readResolver } from './resolver-settings.ts'

const KEYS: readonly (keyof CorsConfig | 'dangerouslyAllowInsecureOrigins' | 'dangerouslyReflectAnyOrigin')[] = [
  'origins',
  'methods',
  'allowedHeaders',
  'exposedHeaders',
  'credentials',
  'maxAge',
  'preflightStatus',
  'preflightContinue',
  'preflightDisclosure',
  'preflightCacheControl',
  'timingAllow',
  'resourcePolicy',
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowPublicSuffixes',
  'dangerouslyReflectAnyOrigin',
]

const LONGEST_MAX_AGE = 86_400
const CHROMIUM_MAX_AGE = 7_200
const FETCH = 'https://fetch.spec.whatwg.org/'

const VARY_BY_NOTHING: readonly string[] = Object.freeze([])
const VARY_BY_ORIGIN: readonly string[] = Object.freeze(['origin'])
const VARY_BY_METHOD: readonly string[] = Object.freeze(['origin', 'access-control-request-method'])
const VARY_BY_METHOD_AND_HEADERS: readonly string[] = Object.freeze([
  ...VARY_BY_METHOD,
  'access-control-request-headers',
])

/** Reports everything that is wrong; the result is only of use when no error was reported. */
export function compileCors(config: CorsConfig, place: Place): CorsPolicy | null {
  if (!checkObject(config, KEYS, place)) return null
  const options: UnknownRecord = config
  const flag = (key: (typeof KEYS)[number]): boolean =>
    options[key] !== undefined && checkBoolean(options[key], at(place, key)) && options[key] === true

  const credentials = flag('credentials')
  const { origins, resolver } = compileTrust(options, { credentials, flag }, place)
  const methods = compileMethods(options, place)
  const allowedHeaders = compileAllowedHeaders(options, credentials, place)
  const exposedHeaders = compileExposedHeaders(options, credentials, place)
  const maxAge = checkInteger(options.maxAge, 0, LONGEST_MAX_AGE, 'seconds', at(place, 'maxAge'))
  if (maxAge !== undefined && maxAge > CHROMIUM_MAX_AGE) {
    const message = `${maxAge} seconds is more than Chromium (7200) and WebKit (600) honour.`
    report(at(place, 'maxAge'), 'above-browser-cap', maxAge, message, { severity: 'info' })
  }

  const namesOrigin = origins.patterns !== null || credentials
  const isMinimal = checkChoice(options, 'preflightDisclosure', ['full', 'minimal'], place) === 'minimal'
  const namesMethod = isMinimal || (methods === '*' && credentials)
  const namesRequestHeaders = isMinimal || (allowedHeaders === '*' && credentials)
  const always = freezePairs(compileResourcePolicy(options, namesOrigin, place))
  const credentialPairs: HeaderPair[] = credentials ? [['access-control-allow-credentials', 'true']] : []
  const matcher = origins.patterns === null ? null : compileMatcher(origins.patterns)
  return {
    admits: admission(matcher, origins.allowsNull, namesOrigin),
    matcher,
    resolver: resolver === null ? null : new OriginAsker(resolver),
    // HTML §7.1.1: http origins are anyone's on the network; with credentials they are not even asked about.
    resolvesInsecure: !credentials || flag('dangerouslyAllowInsecureOrigins'),
    namesOrigin,
    timing: flag('timingAllow'),
    vary: namesOrigin ? VARY_BY_ORIGIN : VARY_BY_NOTHING,
    optionsVary: allowedHeaders === '*' && !namesRequestHeaders ? VARY_BY_METHOD : VARY_BY_METHOD_AND_HEADERS,
    always,
    actual: freezePairs([...credentialPairs, ...listPair('access-control-expose-headers', exposedHeaders), ...always]),
    preflight: freezePairs([
      ...credentialPairs,
      ...(namesMethod ? [] : listPair('access-control-allow-methods', methods)),
      ...(namesRequestHeaders ? [] : listPair('access-control-allow-headers', allowedHeaders)),
      ...(maxAge === undefined ? [] : [['access-control-max-age', String(maxAge)] as const]),
      ...compileCacheControl(options, place),
    ]),
    preflightStatus: checkInteger(options.preflightStatus, 200, 299, 'a status', at(place, 'preflightStatus')) ?? 204,
    preflightContinue: flag('preflightContinue'),
    // A list, not a set: comparing a few short texts costs less than hashing the one that came in.
    methods: methods === '*' ? null : Object.freeze([...new Set([...SAFELISTED_METHODS, ...methods])]),
    namesMethod,
    requestHeaders: allowedHeaders === '*' ? null : compileRequestHeaderList(allowedHeaders),
    requestedNames: namesRequestHeaders ? createRequestedNames() : null,
  }
}

/** Who is trusted: a list, everybody, or whoever the resolver says. */
function compileTrust(
  options: UnknownRecord,
  context: Parameters<typeof compileOrigins>[1],
  place: Place,
): { readonly origins: ReturnType<typeof compileOrigins>; readonly resolver: ResolverSettings | null } {
  const { origins } = options
  if (!isResolved(origins)) return { origins: compileOrigins(options, context, place), resolver: null }
  const resolver = readResolver(origins, at(place, 'origins'))
  if (typeof origins === 'function' || origins.known === undefined) {
    return { origins: { patterns: [], allowsNull: context.flag('dangerouslyAllowNullOrigin') }, resolver }
  }
  return { origins: compileOrigins({ ...options, origins: origins.known }, context, place), resolver }
}

function listPair(name: string, values: '*' | readonly string[]): HeaderPair[] {
  if (values === '*') return [[name, '*']]
  return values.length === 0 ? [] : [[name, values.join(',')]]
}

function compileMethods(options: UnknownRecord, place: Place): '*' | readonly string[] {
  const { methods } = options
  if (methods === undefined) return SAFELISTED_METHODS
  if (methods === '*') return '*'
  return checkTexts(methods, at(place, 'methods'), "a list of methods, or '*'", (text, here) => {
    if (text === '*') {
      report(here, 'wildcard-with-others', text, '"*" is not a method.', { fix: "Write methods: '*' without a list." })
      return undefined
    }
    if (!isToken(text)) {
      report(here, 'invalid-method', text, `${showValue(text)} is not a method name.`, {
        fix: 'Write a method such as PUT.',
      })
      return undefined
    }
    if (FORBIDDEN_METHODS.has(text.toUpperCase())) {
      const message = `Browsers never send ${text} for a page.`
      report(here, 'invalid-method', text, message, { fix: 'Remove it.', see: `${FETCH}#forbidden-method` })
      return undefined
    }
    // Browsers send six methods in capitals whatever the page wrote, and PATCH just as the page wrote it (Fetch §2.2.1 "normalize").
    if (text !== text.toUpperCase() && COMMON_METHODS.has(text.toUpperCase())) {
      const message = `${showValue(text)} never matches: methods are compared with regard to case.`
      report(here, 'invalid-method', text, message, {
        fix: `Write ${text.toUpperCase()}.`,
        see: `${FETCH}#concept-method-normalize`,
      })
      return undefined
    }
    return text
  })
}

const COMMON_METHODS: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
])

function compileAllowedHeaders(options: UnknownRecord, credentials: boolean, place: Place): '*' | readonly string[] {
  const { allowedHeaders } = options
  if (allowedHeaders === undefined) return []
  if (allowedHeaders === '*') {
    // With credentials the names are answered one by one, so nothing is left out.
    if (!credentials) {
      const message = 'By the standard, "*" covers every request header but Authorization; browsers are laxer so far.'
      report(at(place, 'allowedHeaders'), 'wildcard-skips-authorization', '*', message, {
        severity: 'info',
        fix: 'List the headers by name where pages send Authorization.',
        see: `${FETCH}#cors-non-wildcard-request-header-name`,
      })
    }
    return '*'
  }
  return checkHeaderNames(allowedHeaders, 'allowedHeaders', place, (name, text, here) => {
    if (CORS_RESPONSE_HEADERS.has(name)) {
      const message = `${showValue(text)} is a response header.`
      report(here, 'invalid-header', text, message, { fix: 'Remove it: Sallyport sends it when it is due.' })
      return false
    }
    if (isForbiddenRequestHeader(name)) {
      const message = `Browsers do not let a page set ${showValue(text)}.`
      report(here, 'invalid-header', text, message, { fix: 'Remove it.', see: `${FETCH}#forbidden-request-header` })
      return false
    }
    return true
  })
}

function compileExposedHeaders(options: UnknownRecord, credentials: boolean, place: Place): '*' | readonly string[] {
  const { exposedHeaders } = options
  if (exposedHeaders === undefined) return []
  if (exposedHeaders === '*') {
    if (credentials) {
      const message = 'With credentials, browsers take the exposed header "*" for a header of that name.'
      report(at(place, 'exposedHeaders'), 'wildcard-with-credentials', '*', message, {
        fix: 'List the response headers that pages need.',
        see: `${FETCH}#cors-protocol-and-credentials`,
      })
    }
    return '*'
  }
  return checkHeaderNames(exposedHeaders, 'exposedHeaders', place, (name, text, here) => {
    if (FORBIDDEN_RESPONSE_HEADERS.has(name)) {
      const message = `Browsers never let a page read ${showValue(text)}.`
      report(here, 'invalid-header', text, message, {
        fix: 'Remove it.',
        see: `${FETCH}#forbidden-response-header-name`,
      })
      return false
    }
    if (CORS_REQUEST_HEADERS.has(name)) {
      report(here, 'invalid-header', text, `${showValue(text)} is a request header.`, { fix: 'Remove it.' })
      return false
    }
    if (SAFELISTED_RESPONSE_HEADERS.has(name)) {
      const message = `Pages can read ${showValue(text)} without it being listed.`
      report(here, 'useless-option', text, message, { severity: 'info', fix: 'Remove it.' })
    }
    return true
  })
}

function checkHeaderNames(
  value: unknown,
  key: 'allowedHeaders' | 'exposedHeaders',
  place: Place,
  allows: (name: string, text: string, place: Place) => boolean,
): readonly string[] {
  return checkTexts(value, at(place, key), "a list of header names, or '*'", (text, here) => {
    if (text === '*') {
      const message = '"*" beside header names is read as a header of that name once credentials are sent.'
      report(here, 'wildcard-with-others', text, message, { fix: `Write ${key}: '*' without a list.` })
      return undefined
    }
    if (!isToken(text)) {
      const message = `${showValue(text)} is not a header name.`
      report(here, 'invalid-header', text, message, { fix: 'Write a name such as x-request-id.' })
      return undefined
    }
    const name = text.toLowerCase()
    return allows(name, text, here) ? name : undefined
  })
}

const RESOURCE_POLICIES = ['same-origin', 'same-site', 'cross-origin', 'by-origins'] as const

function compileResourcePolicy(options: UnknownRecord, namesOrigin: boolean, place: Place): HeaderPair[] {
  const policy = checkChoice(options, 'resourcePolicy', RESOURCE_POLICIES, place)
  if (policy === undefined) return []
  // Fetch §3.7: the check is for loads without CORS, so it takes nothing from an origin that CORS admits.
  const value = policy !== 'by-origins' ? policy : namesOrigin ? 'same-origin' : 'cross-origin'
  return [['cross-origin-resource-policy', value]]
}

function checkChoice<T extends string>(
  options: UnknownRecord,
  key: keyof CorsConfig,
  choices: readonly T[],
  place: Place,
): T | undefined {
  const value = options[key]
  if (value === undefined) return undefined
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined) reportType(at(place, key), value, `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`)
  return chosen
}

// RFC 9111 §5.2: tokens, "=", commas and spaces; quoted strings are for field names, which no preflight needs.
function compileCacheControl(options: UnknownRecord, place: Place): HeaderPair[] {
  const { preflightCacheControl: value } = options
  if (value === undefined) return []
  const here = at(place, 'preflightCacheControl')
  if (typeof value !== 'string' || value === '') {
    reportType(here, value, 'a text such as public, max-age=600')
    return []
  }
  const directives = value.split(',').map((directive) => directive.trim().split('='))
  if (!directives.every((parts) => parts.length <= 2 && parts.every(isToken))) {
    report(here, 'invalid-header', value, `${showValue(value)} is not a Cache-Control value.`, {
      fix: 'Write public, max-age=600.',
      see: 'https://www.rfc-editor.org/rfc/rfc9111#section-5.2',
    })
    return []
  }
  return [['cache-control', value]]
}
