import { showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'
import { at, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import type { CspObject } from './config.ts'
import { judgeFrameOptions } from './migration/frame-options.ts'
import { reportOtherHeaders } from './migration/helmet-headers.ts'
import { type CspMigration, isRecord, migrate } from './migration/migration.ts'
import { DRAWN_NONCE } from './migration/nonce-function.ts'
import { NOSECONE_DEFAULTS, readNoseconeDirectives } from './migration/nosecone-directives.ts'
import { writePolicy } from './migration/policy.ts'

/** What nosecone takes for one directive: sources, and functions that make one for each response. */
export type NoseconeDirective = boolean | null | undefined | readonly (string | (() => string))[]

/** What nosecone takes as `contentSecurityPolicy`. */
export interface NoseconeCspOptions {
  /** By name: `scriptSrc`. */
  readonly directives?: Readonly<Record<string, NoseconeDirective>> | undefined
}

/** What `nosecone()` takes. */
export type NoseconeOptions = {
  readonly contentSecurityPolicy?: NoseconeCspOptions | boolean | undefined
} & { readonly [Key in keyof typeof HEADERS]?: unknown }

export interface FromNoseconeOptions {
  /** Whose options they are: `createMiddleware` of `@nosecone/next` has other defaults. Default `'nosecone'`. */
  readonly from?: 'nosecone' | '@nosecone/next'
}

const HEADERS = {
  crossOriginEmbedderPolicy: 'Cross-Origin-Embedder-Policy',
  crossOriginOpenerPolicy: 'Cross-Origin-Opener-Policy',
  crossOriginResourcePolicy: 'Cross-Origin-Resource-Policy',
  originAgentCluster: 'Origin-Agent-Cluster',
  referrerPolicy: 'Referrer-Policy',
  strictTransportSecurity: 'Strict-Transport-Security',
  xContentTypeOptions: 'X-Content-Type-Options',
  xDnsPrefetchControl: 'X-DNS-Prefetch-Control',
  xDownloadOptions: 'X-Download-Options',
  xFrameOptions: 'X-Frame-Options',
  xPermittedCrossDomainPolicies: 'X-Permitted-Cross-Domain-Policies',
  xXssProtection: 'X-XSS-Protection',
} as const

/**
 * Translates the options of `nosecone` 1, or of its `contentSecurityPolicy` alone, into a policy that does what browsers make of the one
 * that nosecone sends. What nosecone does not start with has no translation, nor has what it lets out of its directive.
 *
 * ```ts
 * const { csp, findings } = fromNosecone({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'"] } } })
 * ```
 *
 * A function among the sources is called twice: if what it gives is a nonce, NONCE stands for it. Never throws.
 */
export function fromNosecone(
  options?: NoseconeOptions | NoseconeCspOptions,
  { from = 'nosecone' }: FromNoseconeOptions = {},
): CspMigration {
  return migrate((place) => translate(options, from, place))
}

/** Of the second argument. */
const SETTING = 'from'

function translate(value: unknown, from: unknown, place: Place): CspObject | false | undefined {
  if (from !== 'nosecone' && from !== '@nosecone/next') {
    reportType(at(place, SETTING), from, 'nosecone or @nosecone/next')
    return undefined
  }
  if (value !== undefined && value !== null && !isRecord(value)) {
    reportType(place, value, 'an object with options')
    return undefined
  }
  const isNext = from === '@nosecone/next' && value === undefined
  const options: UnknownRecord = value ?? (isNext ? NEXT_DEFAULTS : {})
  if ('directives' in options && !('contentSecurityPolicy' in options)) return translatePolicy(options, place)

  reportRest(options, place)
  const csp = translatePart(options.contentSecurityPolicy, at(place, 'contentSecurityPolicy'))
  const frameOptions = options.xFrameOptions ?? true
  const action = frameOptions === true ? 'sameorigin' : isRecord(frameOptions) && (frameOptions.action ?? 'sameorigin')
  judgeFrameOptions(csp, action, 'nosecone', at(place, 'xFrameOptions'))
  return csp
}

/** What `@nosecone/next` sends in production; in development it adds 'unsafe-eval'. */
const NEXT_DEFAULTS: UnknownRecord = {
  contentSecurityPolicy: {
    directives: {
      ...NOSECONE_DEFAULTS,
      scriptSrc: ["'self'", DRAWN_NONCE],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
}

function translatePart(given: unknown, place: Place): CspObject | false | undefined {
  if (given === undefined || given === null || given === true) return translatePolicy({}, place)
  if (isRecord(given)) return translatePolicy(given, place)
  if (!given) return false
  reportType(place, given, 'true, false, or an object with options')
  return undefined
}

function translatePolicy(options: UnknownRecord, place: Place): CspObject | false | undefined {
  for (const key of Object.keys(options)) {
    if (key === 'directives') continue
    const message = `nosecone knows no option ${showValue(key)} of a policy, and ignores it.`
    const fix = key === 'reportOnly' ? 'Write reportOnly: true beside the new directives.' : 'Remove it.'
    report(at(place, key), 'unknown-key', key, message, { fix })
  }
  const here = at(place, 'directives')
  const sent = readNoseconeDirectives(options.directives ?? NOSECONE_DEFAULTS, here)
  return writePolicy(sent, false, here)
}

function reportRest(options: UnknownRecord, place: Place): void {
  const keys = ['contentSecurityPolicy', ...Object.keys(HEADERS)]
  for (const key of Object.keys(options)) {
    if (keys.includes(key)) continue
    const nearest = nearestName(key, keys)
    const fix = nearest === undefined ? 'Remove it.' : `Did you mean ${nearest}?`
    const message = `nosecone knows no option ${showValue(key)}, and ignores it.`
    report(at(place, key), 'unknown-key', key, message, { fix })
  }
  const headers = Object.entries(HEADERS).flatMap(([key, header]) => {
    const isSent = options[key] === undefined || options[key] === null || Boolean(options[key])
    return isSent && key !== 'xFrameOptions' ? [header] : []
  })
  reportOtherHeaders(headers, 'nosecone({ contentSecurityPolicy: false, … })', place)
}
