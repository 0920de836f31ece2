// The package's entry leaves the lists out.
import { URLS as angular } from 'csp_evaluator/dist/allowlist_bypasses/angular.js'
import { URLS as jsonp, NEEDS_EVAL as jsonpNeedingEval } from 'csp_evaluator/dist/allowlist_bypasses/jsonp.js'

/**
 * Addresses, as `//host/path`, by which a script can be had that does what an attacker wants, so that a `script-src` with their host is no
 * protection. For `lintCsp(policies, delivery, { bypasses })`.
 */
export const bypasses: {
  /** Those that answer with a call of whatever function the address names. */
  readonly jsonp: readonly string[]
  /** The hosts among them whose answers run only where `'unsafe-eval'` is allowed. */
  readonly jsonpNeedingEval: readonly string[]
  /** Copies of AngularJS, which runs what it finds in attributes. */
  readonly angular: readonly string[]
} = { jsonp, jsonpNeedingEval, angular }
