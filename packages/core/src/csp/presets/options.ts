import { ConfigError, type Finding } from '../../finding.ts'
import { at, checkBoolean, type Place, reportType, type UnknownRecord } from '../../validate.ts'
import type { Directives } from '../directives.ts'

/** What every preset takes. */
export interface PresetOptions {
  /** Report violations without blocking. Default false. */
  readonly reportOnly?: boolean
  /** More directives; one that the preset also has takes its place. */
  readonly directives?: Directives
}

/** Checks an option that is there, be it unset: left out is not undefined. */
export function checkGiven(
  options: UnknownRecord,
  key: string,
  expected: string,
  place: Place,
  holds: (value: unknown) => boolean,
): void {
  if (Object.hasOwn(options, key) && !holds(options[key])) reportType(at(place, key), options[key], expected)
}

/** The options that several presets have. What is in the lists is checked when the policy is compiled. */
export function checkCommonOptions(options: UnknownRecord, place: Place): void {
  checkGiven(options, 'hashes', 'a list of hashes', place, Array.isArray)
  checkGiven(options, 'frameAncestors', 'a list such as ["\'self\'"]', place, Array.isArray)
  checkGiven(options, 'apis', 'a list such as ["https://api.example.com"]', place, Array.isArray)
  checkGiven(options, 'assets', 'a list such as ["https://static.example.com"]', place, Array.isArray)
  checkGiven(
    options,
    'directives',
    'an object of directives',
    place,
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  if (Object.hasOwn(options, 'reportOnly')) checkBoolean(options.reportOnly, at(place, 'reportOnly'))
}

export function throwErrors(findings: readonly Finding[]): void {
  if (findings.some(({ severity }) => severity === 'error')) throw new ConfigError(findings)
}
