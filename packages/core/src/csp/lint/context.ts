import { lowerAscii } from '../parse.ts'
import type { PolicyInput } from '../policy-input.ts'
import type { LintDelivery, LintHeaders, LintOptions } from './delivery.ts'
import type { LintFinding } from './lint-finding.ts'
import { type LintPolicy, readLintPolicies } from './lint-policy.ts'

/** What all checks read. */
export interface LintContext {
  readonly inputs: readonly PolicyInput[]
  readonly policies: readonly LintPolicy[]
  /** The page is served over plain http. */
  readonly plainHttp: boolean
  /** By name in lower case; undefined when nobody told. */
  readonly headers: ReadonlyMap<string, string> | undefined
  readonly options: LintOptions
}

/** One concern: what it finds in the policies of a response. */
export type LintCheck = (context: LintContext) => readonly LintFinding[]

export function readContext(
  inputs: readonly PolicyInput[],
  { page = 'https:', headers }: LintDelivery,
  options: LintOptions,
): LintContext {
  return {
    inputs,
    policies: readLintPolicies(inputs),
    plainHttp: lowerAscii(page.slice(0, 'http:'.length)) === 'http:',
    headers: headers && readHeaders(headers),
    options,
  }
}

function readHeaders(headers: LintHeaders): ReadonlyMap<string, string> {
  const read = new Map<string, string>()
  for (const [name, value] of pairsOf(headers)) if (value !== undefined) read.set(lowerAscii(name), String(value))
  return read
}

function pairsOf(headers: LintHeaders): Iterable<readonly [string, unknown]> {
  return isIterable(headers) ? headers : Object.entries(headers)
}

function isIterable(headers: LintHeaders): headers is Iterable<readonly [string, string]> {
  return Symbol.iterator in headers
}
