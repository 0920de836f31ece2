import { showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'
import { at, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import type { CspObject } from './config.ts'
import { addFastifyNonces } from './migration/fastify-nonces.ts'
import { judgeFrameOptions } from './migration/frame-options.ts'
import { optionsOf, readHelmetDirectives } from './migration/helmet-directives.ts'
import { type HelmetKey, reportHelmetRest } from './migration/helmet-headers.ts'
import { type CspMigration, isRecord, migrate } from './migration/migration.ts'
import { writePolicy } from './migration/policy.ts'

/** A source, or a function that makes one for each response, such as a nonce. */
export type HelmetSource = string | ((request: never, response: never) => string)

/** What `helmet.contentSecurityPolicy()` takes. */
export interface HelmetCspOptions {
  /** By name, `scriptSrc` or `script-src`. The symbol is `dangerouslyDisableDefaultSrc`. */
  readonly directives?: Readonly<Record<string, string | Iterable<HelmetSource> | symbol | null>> | undefined
  readonly useDefaults?: boolean | undefined
  readonly reportOnly?: boolean | undefined
}

/** What `helmet()` takes, with what `@fastify/helmet` adds. */
export type HelmetOptions = {
  readonly contentSecurityPolicy?: HelmetCspOptions | boolean | undefined
  readonly enableCSPNonces?: boolean | undefined
  readonly global?: boolean | undefined
} & { readonly [Key in Exclude<HelmetKey, 'contentSecurityPolicy'>]?: unknown }

export type HelmetLibrary = 'helmet' | '@fastify/helmet' | 'koa-helmet'

export interface FromHelmetOptions {
  /** Whose options they are. Default `'helmet'`. */
  readonly from?: HelmetLibrary
}

const LIBRARIES: readonly unknown[] = ['helmet', '@fastify/helmet', 'koa-helmet'] satisfies readonly HelmetLibrary[]

/**
 * Translates the options of `helmet` 8, or of its `contentSecurityPolicy` alone, into a policy that does what browsers make of the one that
 * helmet sends, helmet's defaults included. What helmet does not start with has no translation.
 *
 * ```ts
 * const { csp, findings } = fromHelmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'"] } } })
 * ```
 *
 * A function among the sources is called twice, with stand-ins for request and response: if what it gives is a nonce, NONCE stands for it.
 * Never throws.
 */
export function fromHelmet(
  options?: HelmetOptions | HelmetCspOptions,
  { from = 'helmet' }: FromHelmetOptions = {},
): CspMigration {
  return migrate((place) => translate(options, from, place))
}

/** Of the second argument. */
const SETTING = 'from'

function translate(value: unknown, from: unknown, place: Place): CspObject | false | undefined {
  if (!LIBRARIES.includes(from)) {
    reportType(at(place, SETTING), from, `one of ${LIBRARIES.join(', ')}`)
    return undefined
  }
  if (value !== undefined && !isRecord(value)) {
    reportType(place, value, 'an object with options')
    return undefined
  }
  const options = optionsOf(value)
  if (from === 'koa-helmet') {
    const message = 'Koa drops the headers of koa-helmet from error responses; the policy stays on them from now on.'
    report(place, 'behaviour-differs', undefined, message, { severity: 'info' })
  }
  const isPolicyAlone =
    !('contentSecurityPolicy' in options) && CSP_KEYS.some((key) => key in options) && !('enableCSPNonces' in options)
  if (isPolicyAlone) return translatePolicy(options, place)

  reportHelmetRest(options, from === '@fastify/helmet' ? ['enableCSPNonces', 'global'] : [], place)
  const here = at(place, 'contentSecurityPolicy')
  const csp = translatePart(options, from === '@fastify/helmet' && options.enableCSPNonces === true, here)
  const frameOptions = options.xFrameOptions ?? options.frameguard ?? true
  const action = frameOptions === true ? 'SAMEORIGIN' : isRecord(frameOptions) && (frameOptions.action ?? 'SAMEORIGIN')
  judgeFrameOptions(csp, action, 'helmet', at(place, 'frameguard' in options ? 'frameguard' : 'xFrameOptions'))
  return csp
}

function translatePart(options: UnknownRecord, hasNonces: boolean, place: Place): CspObject | false | undefined {
  const given = options.contentSecurityPolicy
  if (given === false) return false
  if (hasNonces) return translatePolicy(addFastifyNonces(given, place), place)
  if (given === undefined || given === true) return translatePolicy({}, place)
  if (isRecord(given)) return translatePolicy(given, place)
  reportType(place, given, 'true, false, or an object with options')
  return undefined
}

const CSP_KEYS: readonly string[] = ['directives', 'useDefaults', 'reportOnly']

function translatePolicy(options: UnknownRecord, place: Place): CspObject | false | undefined {
  for (const key of Object.keys(options)) {
    if (CSP_KEYS.includes(key)) continue
    const nearest = nearestName(key, CSP_KEYS)
    report(
      at(place, key),
      'unknown-key',
      key,
      `helmet knows no option ${showValue(key)} of a policy, and ignores it.`,
      {
        fix: nearest ? `Did you mean ${nearest}?` : 'Directives stand inside directives.',
      },
    )
  }
  const { useDefaults = true, directives, reportOnly } = options
  const sent = readHelmetDirectives(directives, Boolean(useDefaults), at(place, 'directives'))
  return writePolicy(sent, Boolean(reportOnly), at(place, 'directives'))
}
