import type { PolicyInput } from '../policy-input.ts'
import { checkBlockedElsewhere } from './blocked-elsewhere.ts'
import { type LintCheck, type LintContext, readContext } from './context.ts'
import { checkCoverage } from './coverage.ts'
import { checkDeadSources } from './dead-sources.ts'
import type { LintDelivery, LintOptions } from './delivery.ts'
import { checkDirectiveNames } from './directive-names.ts'
import { checkDuplicates } from './duplicates.ts'
import { checkEmptyValues } from './empty-values.ts'
import { checkEnforcement } from './enforcement.ts'
import { checkFraming } from './framing.ts'
import { checkHashes } from './hashes.ts'
import { checkHoles } from './holes.ts'
import { checkSupport } from './limited-support.ts'
import type { LintFinding } from './lint-finding.ts'
import { checkLocations } from './locations.ts'
import { checkMissingDirectives } from './missing-directives.ts'
import { checkMissingSemicolons } from './missing-semicolon.ts'
import { checkNonAscii } from './non-ascii.ts'
import { checkNonces } from './nonces.ts'
import { checkPlainHttp } from './plain-http.ts'
import { checkReporting } from './reporting.ts'
import { checkScriptHosts } from './script-hosts.ts'
import { checkSize } from './size.ts'
import { checkSourceWords } from './source-words.ts'
import { checkTokenValues } from './token-values.ts'

const CHECKS: readonly LintCheck[] = [
  checkEnforcement,
  // What browsers do not read as it is written.
  checkDirectiveNames,
  checkNonAscii,
  checkMissingSemicolons,
  checkEmptyValues,
  checkSourceWords,
  checkTokenValues,
  checkNonces,
  checkHashes,
  checkDuplicates,
  // What they read, and what it lets in.
  checkHoles,
  checkScriptHosts,
  checkMissingDirectives,
  checkLocations,
  checkCoverage,
  checkDeadSources,
  // What else is around it.
  checkBlockedElsewhere,
  checkFraming,
  checkPlainHttp,
  checkReporting,
  checkSupport,
  checkSize,
]

/**
 * What is wrong, weak or without effect in the policies of one response, in the order of the text. Several policies are judged together, as a
 * browser applies them: what one lets in and another keeps out is told as information only. Never throws on any text, and takes time in proportion to the
 * length of the policies.
 *
 * `severity` is `error` for what lets an attacker in or is not read as it was written, `warning` for what weakens a policy, and `info` for the
 * rest.
 *
 * @throws {TypeError} for what is no policy, and for bypasses that are no lists.
 */
export function lintCsp(
  policies: readonly PolicyInput[],
  delivery: LintDelivery = {},
  options: LintOptions = {},
): readonly LintFinding[] {
  return lintContext(readContext(policies, delivery, options))
}

export function lintContext(context: LintContext): readonly LintFinding[] {
  const findings = CHECKS.flatMap((check) => check(context))
  return findings.sort((one, other) => one.policy - other.policy || one.span.offset - other.span.offset)
}
