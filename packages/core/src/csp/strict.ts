import type { Finding } from '../finding.ts'
import { at, checkBoolean, checkObject, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import type { CspObject } from './config.ts'
import type { AncestorSourceList, Directives, SourceIn, SourceList } from './directives.ts'
import { NONCE } from './keywords.ts'
import { checkCommonOptions, checkGiven, throwErrors } from './presets/options.ts'
import type { HashSource } from './source.ts'

interface StrictCspCommon {
  /**
   * Adds `https: 'unsafe-inline'` to `script-src`, for browsers too old for nonces or `'strict-dynamic'`; all others ignore both.
   * Default false.
   */
  readonly fallbacks?: boolean
  /** Who may frame the page. Default `["'self'"]`. */
  readonly frameAncestors?: AncestorSourceList
  /** Report violations without blocking. Default false. */
  readonly reportOnly?: boolean
  /** More directives; one that the preset also has takes its place. */
  readonly directives?: Directives
}

/** For pages rendered per request: scripts carry the response's nonce. */
export interface NonceCspOptions extends StrictCspCommon {
  readonly mode: 'nonce'
  /** Inline scripts that are the same in every response. */
  readonly hashes?: readonly HashSource[]
  /**
   * `'nonce'`: stylesheets of the own origin and `<style>` with the nonce, no `style` attributes (admit those with
   * `directives: { 'style-src-attr': ["'unsafe-inline'"] }`). `'self'`: stylesheets of the own origin. `'unsafe-inline'`: those and any inline
   * style. Default: styles are not restricted.
   */
  readonly styles?: 'nonce' | 'self' | 'unsafe-inline'
}

/** For pages that are the same for everyone, built once or cached: scripts are known by their hashes. */
export interface HashCspOptions extends StrictCspCommon {
  readonly mode: 'hash'
  /** Of the page's inline scripts, and of files whose elements have an `integrity` attribute. At least one. */
  readonly hashes: readonly HashSource[]
  /** As in nonce mode, but without the nonce. */
  readonly styles?: 'self' | 'unsafe-inline'
}

export type StrictCspOptions = NonceCspOptions | HashCspOptions

const OPTIONS = ['hashes', 'styles', 'fallbacks', 'reportOnly', 'directives']

/**
 * The strict policy of CSP3 §8.5: scripts are trusted by nonce or hash, and trust those they load (`'strict-dynamic'`), so that no list of hosts is
 * needed; `object-src 'none'` and `base-uri 'none'` close the ways around it, and `frame-ancestors 'self'` keeps other sites from framing the page.
 *
 * ```ts
 * compile({ csp: strictCsp({ mode: 'nonce', styles: 'nonce' }) })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type. Directives and hashes are checked by `compile`.
 */
export function strictCsp(options: StrictCspOptions): CspObject {
  const findings: Finding[] = []
  checkStrictOptions(options, { path: 'strictCsp', findings }, ['mode', 'frameAncestors'])
  throwErrors(findings)
  return writeStrictCsp(options)
}

/** The policy of options that have been checked. */
export function writeStrictCsp(options: StrictCspOptions): CspObject {
  const scripts: SourceIn<'script-src'>[] = [
    ...(options.mode === 'nonce' ? ([NONCE] as const) : []),
    ...(options.hashes ?? []),
    "'strict-dynamic'",
  ]
  if (options.fallbacks) scripts.push('https:', "'unsafe-inline'")
  const styles = styleSources(options.styles)
  return {
    directives: {
      'script-src': scripts,
      ...(styles ? { 'style-src': styles } : {}),
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'frame-ancestors': options.frameAncestors ?? ["'self'"],
      ...options.directives,
    },
    ...(options.reportOnly === undefined ? {} : { reportOnly: options.reportOnly }),
  }
}

function styleSources(styles: StrictCspOptions['styles']): SourceList<'style-src'> | undefined {
  switch (styles) {
    case 'nonce':
      return ["'self'", NONCE]
    case 'unsafe-inline':
      return ["'self'", "'unsafe-inline'"]
    case 'self':
      return ["'self'"]
    default:
      return undefined
  }
}

/** JavaScript callers, and values that are unset, get past the types. `keys`: the options there are beside those that all strict policies have. */
export function checkStrictOptions(options: unknown, place: Place, keys: readonly string[]): options is UnknownRecord {
  if (!checkObject(options, [...keys, ...OPTIONS], place)) return false
  const { mode } = options
  if (mode !== 'nonce' && mode !== 'hash') reportType(at(place, 'mode'), mode, "'nonce' or 'hash'")
  if (mode === 'hash' && !(Array.isArray(options.hashes) && options.hashes.length > 0)) {
    const fix = "Give the page's scripts to hashSource, or use mode: 'nonce'."
    report(at(place, 'hashes'), 'unset-value', options.hashes, 'Without a hash no script can run.', { fix })
  }
  const styles = mode === 'hash' ? ['self', 'unsafe-inline'] : ['nonce', 'self', 'unsafe-inline']
  checkGiven(
    options,
    'styles',
    styles.join(' or '),
    place,
    (value) => typeof value === 'string' && styles.includes(value),
  )
  checkCommonOptions(options, place)
  if (Object.hasOwn(options, 'fallbacks')) checkBoolean(options.fallbacks, at(place, 'fallbacks'))
  return true
}
