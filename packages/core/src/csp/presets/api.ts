import type { Finding } from '../../finding.ts'
import { at, checkBoolean, checkObject, type Place } from '../../validate.ts'
import type { CspObject } from '../config.ts'
import { checkCommonOptions, type PresetOptions, throwErrors } from './options.ts'

export interface ApiCspOptions extends PresetOptions {
  /**
   * Treats a response that a browser shows as a page of no origin: for servers that hand out files which users uploaded. Chromium then shows
   * no PDF, and what the response downloads or opens is blocked. Default false.
   */
  readonly sandbox?: boolean
}

/**
 * For responses that are data and no pages: nothing loads, nothing runs, nobody frames them. It matters where a browser shows one all the same:
 * JSON that somebody opens, an error page, a file that is taken for HTML.
 *
 * `default-src 'none'` stands for all that is fetched, scripts included (CSP3 §6.1.3), and `frame-ancestors 'none'` is what the REST Security
 * Cheat Sheet of OWASP asks for. `base-uri` and `form-action` are in the policy because neither falls back to `default-src` (§6.3.1, §6.4.1):
 * markup that gets into a response could still send a visitor's input elsewhere. No `sandbox` by default: where no script runs it adds little,
 * and it breaks what browsers show of PDF.
 *
 * ```ts
 * compile({ csp: strictCsp({ mode: 'nonce' }), routes: [{ path: '/api/*', csp: apiCsp() }] })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type. Directives are checked by `compile`.
 */
export function apiCsp(options: ApiCspOptions = {}): CspObject {
  const findings: Finding[] = []
  const place: Place = { path: 'apiCsp', findings }
  if (checkObject(options, ['sandbox', 'reportOnly', 'directives'], place)) {
    checkCommonOptions(options, place)
    if (Object.hasOwn(options, 'sandbox')) checkBoolean(options.sandbox, at(place, 'sandbox'))
  }
  throwErrors(findings)
  const { sandbox = false, reportOnly, directives } = options
  return {
    directives: {
      'default-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      ...(sandbox ? { sandbox } : {}),
      ...directives,
    },
    ...(reportOnly === undefined ? {} : { reportOnly }),
  }
}
