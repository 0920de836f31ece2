import { parseOriginPattern } from '../../origin/pattern.ts'
import { checkTexts, type Place, report, reportType, type UnknownRecord } from '../../validate.ts'
import type { CspObject } from '../config.ts'
import type { Directives } from '../directives.ts'
import { type HostSource, isSourceProblem, parseSource } from '../source.ts'
import { checkStrictOptions, type HashCspOptions, type NonceCspOptions, writeStrictCsp } from '../strict.ts'

/** `https://shell.example.com`, or a pattern: `https://*.team.example.com` is every host below that domain, not the domain itself. */
export type FrontendOrigin = `${string}://${string}`

interface Calls {
  /** The APIs that the page calls, beside its own origin. */
  readonly apis?: readonly HostSource[]
}

/** As for `strictCsp`; `mode` is `'nonce'` unless it says otherwise. Styles come from the own origin unless `styles` says otherwise. */
export type FrontendCspOptions = Calls &
  (
    | (Omit<NonceCspOptions, 'mode' | 'frameAncestors'> & { readonly mode?: 'nonce' })
    | Omit<HashCspOptions, 'frameAncestors'>
  )

/** Checks the options of a shell or a team; `keys`: those it has beside the common ones. */
export function checkFrontendOptions(
  options: unknown,
  place: Place,
  keys: readonly string[],
): options is UnknownRecord {
  // Only what is left out has a default: a mode that is unset is a mistake.
  const isBare = typeof options === 'object' && options !== null && !Object.hasOwn(options, 'mode')
  return checkStrictOptions(isBare ? { mode: 'nonce', ...options } : options, place, ['mode', 'apis', ...keys])
}

/**
 * The strict policy of a page that is part of something bigger: what no directive names comes from its own origin.
 */
export function writeFrontendCsp(
  { apis = [], ...options }: FrontendCspOptions,
  frames: Pick<Directives, 'frame-src' | 'frame-ancestors'>,
): CspObject {
  const directives: Directives = {
    'default-src': ["'self'"],
    'connect-src': ["'self'", ...apis],
    'form-action': ["'self'"],
    ...frames,
    ...options.directives,
  }
  return options.mode === 'hash'
    ? writeStrictCsp({ ...options, mode: 'hash', directives })
    : writeStrictCsp({ ...options, mode: 'nonce', directives })
}

/** A list of origins and patterns that a frame directive admits, with at least one. */
export function checkFrontendOrigins(value: unknown, place: Place): void {
  const expected = 'a list of origins such as ["https://*.team.example.com"]'
  if (Array.isArray(value) && value.length === 0) reportType(place, value, expected)
  else checkTexts(value, place, expected, checkFrontendOrigin)
}

/** With a scheme, since without one that of the page decides (CSP3 §6.7.2.8), and so that `frame-ancestors` names one site. */
export function checkFrontendOrigin(text: string, place: Place): string | undefined {
  const pattern = parseOriginPattern(text)
  const source = parseSource(text)
  const problem = 'code' in pattern ? pattern : isSourceProblem(source) ? source : undefined
  if (problem === undefined) return text
  report(place, problem.code, text, problem.message, { fix: problem.fix })
  return undefined
}
