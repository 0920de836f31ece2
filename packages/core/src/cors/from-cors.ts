import type { CorsConfig } from '../config.ts'
import { type Finding, showValue } from '../finding.ts'
import { at, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import { compileCors } from './compile.ts'
import { type CorsLibrary, type Dangers, LIBRARIES, type Reading } from './migration/library.ts'
import { readAllowedHeaders, readExposedHeaders, readMethods } from './migration/lists.ts'
import type { OriginEntry } from './migration/origin-entries.ts'
import { readOrigins, type TranslatedOrigins } from './migration/origins.ts'
import { reportRest } from './migration/rest.ts'
import { readCredentials, readMaxAge, readPreflightStatus } from './migration/scalars.ts'
import type { OriginResolver } from './origin-resolver.ts'

export interface FromCorsOptions extends Dangers {
  /** Whose options they are: their defaults and meanings differ. Default `'cors'`. */
  readonly from?: CorsLibrary
}

export interface CorsMigration {
  /** What to write as `cors`. Null when something has no translation: then `findings` has an error, and nothing is let in by halves. */
  readonly cors: CorsConfig | false | null
  /** What the options let through, what never had an effect, and what is different from now on. Paths are those of the options. */
  readonly findings: readonly Finding[]
}

/**
 * Translates the options of `cors` 2.8, `@fastify/cors` 11, `@koa/cors` 5 or Nest's `enableCors`. The configuration never shares a response
 * that the library would not have shared, save for what a finding names; and what it shares no more, a finding names too.
 *
 * ```ts
 * const { cors, findings } = fromCors({ origin: /\.example\.com$/, credentials: true }, { from: 'cors' })
 * ```
 *
 * Never throws. Dangers are carried over only when they are spelled out in the second argument.
 */
export function fromCors(options?: object | boolean, settings: FromCorsOptions = {}): CorsMigration {
  const findings: Finding[] = []
  const place: Place = { path: '', findings }
  let cors: CorsConfig | false | null = null
  try {
    const { from = 'cors', ...dangers } = settings
    cors = translate(options, from, dangers, place)
  } catch (error) {
    // Only what the options themselves run throws: a getter, a proxy.
    report(place, 'untranslatable-option', error, 'Reading the options fails.')
  }
  const isWhole = findings.every(({ severity }) => severity !== 'error')
  return Object.freeze({ cors: isWhole ? cors : null, findings: Object.freeze(findings) })
}

function translate(value: unknown, from: CorsLibrary, dangers: Dangers, place: Place): CorsConfig | false | null {
  const library = LIBRARIES.get(from)
  if (library === undefined) {
    reportType(at(place, SETTING), from, `one of ${[...LIBRARIES.keys()].join(', ')}`)
    return null
  }
  if (value === false && from.startsWith('nest')) return false
  const options = readOptions(value, place)
  if (options === undefined) return null
  const reading: Reading = { library, options, place, dangers }
  reportRest(reading)
  const draft = readDraft(reading)
  if (draft === false) return false
  return draft && judge(draft, reading)
}

/** Reads everything, so that everything is reported. Null when something has no translation. */
function readDraft(reading: Reading): Draft | false | null {
  const { library, options } = reading
  const origins = readOrigins(reading)
  const credentials = readCredentials(reading)
  const methods = readMethods(reading, credentials === true)
  const allowedHeaders = readAllowedHeaders(reading, credentials === true)
  const exposedHeaders = readExposedHeaders(reading, credentials === true)
  const maxAge = readMaxAge(reading)
  const preflightStatus = readPreflightStatus(reading)
  if (origins?.kind === 'off') return false
  if (origins?.kind === 'any' && credentials === true) judgeReflection(reading)
  if (!origins || credentials === undefined || !methods || !allowedHeaders || !exposedHeaders || !preflightStatus) {
    return null
  }
  const preflightContinue = library.name !== '@koa/cors' && Boolean(options.preflightContinue)
  const preflightCacheControl = library.name === '@fastify/cors' ? cacheControlOf(options.cacheControl) : undefined
  return {
    origins,
    credentials,
    methods,
    allowedHeaders,
    exposedHeaders,
    maxAge,
    preflightStatus,
    preflightContinue,
    preflightCacheControl,
  }
}

/** As `@fastify/cors` reads it. */
function cacheControlOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  return Number.isInteger(value) ? `max-age=${value}` : undefined
}

/** The own properties, as the libraries copy them. */
function readOptions(value: unknown, place: Place): UnknownRecord | undefined {
  if (value === undefined || value === true) return {}
  if (typeof value === 'function') {
    report(place, 'untranslatable-option', value, 'What a function decides is not known before it is asked.', {
      fix: 'Give the routes that differ a CORS part of their own.',
    })
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reportType(place, value, 'an object with options')
    return undefined
  }
  return { ...value }
}

function judgeReflection({ library, dangers, options, place }: Reading): void {
  if (dangers.dangerouslyReflectAnyOrigin === true) return
  const { origin } = options
  const isWildcard = origin === undefined || origin === '*' || (Array.isArray(origin) && origin.includes('*'))
  const isNamed = library.name === '@koa/cors' || !isWildcard
  const message = isNamed
    ? `With credentials, ${library.name} lets any website read what the visitor can.`
    : 'Browsers refuse "*" for a request with credentials, so credentials never worked.'
  report(at(place, 'origin'), 'wildcard-with-credentials', origin, message, {
    fix: 'List the origins that need credentials; or drop credentials; or, to let every website read what the visitor can, pass dangerouslyReflectAnyOrigin: true beside from.',
    see: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  })
}

interface Draft {
  readonly origins: Exclude<TranslatedOrigins, { kind: 'off' }>
  readonly credentials: boolean
  readonly methods: '*' | readonly string[]
  readonly allowedHeaders: '*' | readonly string[]
  readonly exposedHeaders: '*' | readonly string[]
  readonly maxAge: number | undefined
  readonly preflightStatus: number
  readonly preflightContinue: boolean
  readonly preflightCacheControl: string | undefined
}

/** Of the second argument. */
const SETTING = 'from'

const LISTS = ['methods', 'allowedHeaders', 'exposedHeaders'] as const

/** Lets the compiler judge the configuration. Names that browsers never send or read are left out; the rest of its errors are the options' own. */
function judge(draft: Draft, reading: Reading): CorsConfig {
  const { library, place, dangers } = reading
  const tried: Finding[] = []
  compileCors(write(draft, dangers), { path: '', findings: tried })
  const dead = new Map<string, Set<unknown>>()
  for (const finding of tried) {
    if (finding.severity !== 'error') continue
    const list = LISTS.find((key) => finding.path.startsWith(`${key}[`))
    if (list === undefined) {
      place.findings.push(Object.freeze({ ...finding, path: pathOf(finding.path, draft) }))
      continue
    }
    dead.set(list, (dead.get(list) ?? new Set()).add(finding.value))
    report(at(place, library.names[list]), 'dead-value', finding.value, `${finding.message} It is left out.`, {
      severity: 'info',
      fix: `Remove ${showValue(finding.value)}.`,
    })
  }
  const living = (list: (typeof LISTS)[number]): '*' | readonly string[] => {
    const values = draft[list]
    return values === '*' ? values : values.filter((value) => dead.get(list)?.has(value) !== true)
  }
  const [methods, allowedHeaders, exposedHeaders] = [
    living('methods'),
    living('allowedHeaders'),
    living('exposedHeaders'),
  ]
  return write({ ...draft, methods, allowedHeaders, exposedHeaders }, dangers)
}

function pathOf(path: string, { origins }: Draft): string {
  const entries = patternsOf(entriesOf(origins))
  const index = path.startsWith('origins[') ? Number(path.slice('origins['.length, -1)) : -1
  if (path === 'preflightCacheControl') return 'cacheControl'
  return entries[index]?.path ?? (path.startsWith('origins') ? 'origin' : path)
}

function write(draft: Draft, dangers: Dangers): CorsConfig {
  const { origins, credentials, methods, allowedHeaders, exposedHeaders, maxAge } = draft
  const { dangerouslyReflectAnyOrigin, dangerouslyAllowInsecureOrigins, dangerouslyAllowNullOrigin, ...others } =
    dangers
  // The null origin is carried over, never added.
  const hadNull = origins.kind === 'any' ? credentials : entriesOf(origins).some(({ text }) => text === 'null')
  const common = {
    ...(methods.length === 0 ? {} : { methods }),
    ...(allowedHeaders.length === 0 ? {} : { allowedHeaders }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(draft.preflightStatus === 204 ? {} : { preflightStatus: draft.preflightStatus }),
    ...(draft.preflightContinue ? { preflightContinue: true } : {}),
    ...(draft.preflightCacheControl === undefined ? {} : { preflightCacheControl: draft.preflightCacheControl }),
    ...(hadNull && dangerouslyAllowNullOrigin !== undefined ? { dangerouslyAllowNullOrigin } : {}),
    ...others,
  }
  if (!credentials) {
    const exposed = exposedHeaders.length === 0 ? {} : { exposedHeaders }
    return { origins: origins.kind === 'any' ? '*' : trustOf(origins), ...common, ...exposed }
  }
  const exposed = exposedHeaders === '*' || exposedHeaders.length === 0 ? {} : { exposedHeaders }
  if (origins.kind === 'any') {
    return { origins: '*', credentials: true, ...common, ...exposed, dangerouslyReflectAnyOrigin: true }
  }
  const insecure = dangerouslyAllowInsecureOrigins === undefined ? {} : { dangerouslyAllowInsecureOrigins }
  return { origins: trustOf(origins), credentials: true, ...common, ...exposed, ...insecure }
}

function entriesOf(origins: Draft['origins']): readonly OriginEntry[] {
  return origins.kind === 'list' ? origins.entries : []
}

function trustOf(origins: Exclude<Draft['origins'], { kind: 'any' }>): readonly string[] | OriginResolver {
  return origins.kind === 'resolver' ? origins.resolve : textsOf(origins.entries)
}

/** `null` is said by a flag. */
function patternsOf(entries: readonly OriginEntry[]): readonly OriginEntry[] {
  return entries.filter(({ text }) => text !== 'null')
}

function textsOf(entries: readonly OriginEntry[]): readonly string[] {
  return patternsOf(entries).map(({ text }) => text)
}
