import type { CompileOptions } from '../compile-options.ts'
import type { CorsConfig } from '../config.ts'
import { freezePairs, type HeaderPair } from '../decision.ts'
import { compileMatcher } from '../origin/matcher.ts'
import { at, checkBoolean, checkObject, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import { admission } from './decide.ts'
import { compileAllowedHeaders, compileExposedHeaders } from './headers.ts'
import { checkInteger } from './integer.ts'
import { compileMethods } from './methods.ts'
import { SAFELISTED_METHODS } from './names.ts'
import { OriginAsker } from './origin-resolver.ts'
import { compileOrigins } from './origins.ts'
import type { CorsPolicy } from './policy.ts'
import { compileRequestHeaderList, createRequestedNames } from './request-headers.ts'
import { checkChoice, compileCacheControl, compileResourcePolicy } from './response-headers.ts'

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

/** What other libraries call these. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['allowMethods', 'methods'],
  ['allowedMethods', 'methods'],
  ['allowedOrigins', 'origins'],
  ['origin', 'origins'],
  ['optionsSuccessStatus', 'preflightStatus'],
  ['supportsCredentials', 'credentials'],
])

/** For who leaves out the `cors` around them. */
export const MEANT_FOR_CORS: ReadonlyMap<string, string> = new Map(
  [...KEYS.map((key) => [key, key] as const), ...OTHER_NAMES].map(([name, key]) => [name, `cors: { ${key} }`]),
)

const LONGEST_MAX_AGE = 86_400
const CHROMIUM_MAX_AGE = 7_200

const VARY_BY_NOTHING: readonly string[] = Object.freeze([])
const VARY_BY_ORIGIN: readonly string[] = Object.freeze(['origin'])
const VARY_BY_METHOD: readonly string[] = Object.freeze(['origin', 'access-control-request-method'])
const VARY_BY_METHOD_AND_HEADERS: readonly string[] = Object.freeze([
  ...VARY_BY_METHOD,
  'access-control-request-headers',
])

/** Reports everything that is wrong; the result is only of use when no error was reported. */
export function compileCors(config: CorsConfig, compileOptions: CompileOptions, place: Place): CorsPolicy | null {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    reportType(place, config, 'an object', 'Write { origins: ["https://app.example.com"] }, or false for no CORS.')
    return null
  }
  if (!checkObject(config, KEYS, place, OTHER_NAMES)) return null
  const options: UnknownRecord = config
  const flag = (key: (typeof KEYS)[number]): boolean =>
    options[key] !== undefined && checkBoolean(options[key], at(place, key)) && options[key] === true

  const credentials = flag('credentials')
  const origins = compileOrigins(options, { ...compileOptions, credentials, flag }, place)
  const methods = compileMethods(options, place)
  const allowedHeaders = compileAllowedHeaders(options, credentials, place)
  const exposedHeaders = compileExposedHeaders(options, credentials, place)
  const maxAge = checkInteger(options.maxAge, 0, LONGEST_MAX_AGE, 'whole number of seconds', at(place, 'maxAge'))
  if (maxAge !== undefined && maxAge > CHROMIUM_MAX_AGE) {
    const message = `${maxAge} seconds is more than Chromium (7200) and WebKit (600) honour.`
    report(at(place, 'maxAge'), 'above-browser-cap', maxAge, message, { severity: 'info' })
  }

  const preflightContinue = flag('preflightContinue')
  if (preflightContinue && options.preflightStatus !== undefined) {
    const message = 'preflightStatus does nothing, because preflightContinue lets the app answer preflights.'
    report(at(place, 'preflightStatus'), 'useless-option', options.preflightStatus, message, {
      severity: 'warning',
      fix: 'Remove one of the two.',
    })
  }

  const namesOrigin = origins.patterns !== null || credentials
  const isMinimal = checkChoice(options, 'preflightDisclosure', ['full', 'minimal'], place) === 'minimal'
  const namesMethod = isMinimal || (methods === '*' && credentials)
  const namesRequestHeaders = isMinimal || (allowedHeaders === '*' && credentials)
  const always = freezePairs(compileResourcePolicy(options, namesOrigin, place))
  const credentialPairs: HeaderPair[] = credentials ? [['access-control-allow-credentials', 'true']] : []
  const matcher = origins.patterns === null ? null : compileMatcher(origins.patterns)
  return Object.freeze({
    admits: admission(matcher, origins.allowsNull, namesOrigin),
    matcher,
    resolver: origins.resolver === null ? null : Object.freeze(new OriginAsker(origins.resolver)),
    // HTML §7.1.1: http origins are anyone's on the network; with credentials they are not even asked about.
    resolvesInsecure: !credentials || origins.allowsInsecure,
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
    preflightStatus: checkInteger(options.preflightStatus, 200, 299, 'status', at(place, 'preflightStatus')) ?? 204,
    preflightContinue,
    // A list, not a set: comparing a few short texts costs less than hashing the one that came in.
    methods: methods === '*' ? null : Object.freeze([...new Set([...SAFELISTED_METHODS, ...methods])]),
    namesMethod,
    requestHeaders: allowedHeaders === '*' ? null : compileRequestHeaderList(allowedHeaders),
    requestedNames: namesRequestHeaders ? createRequestedNames() : null,
  })
}

function listPair(name: string, values: '*' | readonly string[]): HeaderPair[] {
  if (values === '*') return [[name, '*']]
  return values.length === 0 ? [] : [[name, values.join(',')]]
}
