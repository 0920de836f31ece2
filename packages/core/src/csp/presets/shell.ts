import type { Finding } from '../../finding.ts'
import { at, type Place } from '../../validate.ts'
import type { CspObject } from '../config.ts'
import type { AncestorSourceList } from '../directives.ts'
import {
  checkFrontendOptions,
  checkFrontendOrigins,
  type FrontendCspOptions,
  type FrontendOrigin,
  writeFrontendCsp,
} from './micro-frontend.ts'
import { throwErrors } from './options.ts'

export type ShellCspOptions = FrontendCspOptions & {
  /** Where the teams' pages are: `['https://*.team.example.com']`. At least one. */
  readonly teams: readonly FrontendOrigin[]
  /** Who may frame the shell. Default `["'none'"]`. */
  readonly frameAncestors?: AncestorSourceList
}

/**
 * For the shell of micro-frontends: the page that frames the teams' pages, and nobody else's. Its own scripts are strict, as with
 * `strictCsp`; nobody frames it.
 *
 * ```ts
 * compile({ csp: shellCsp({ teams: ['https://*.team.example.com'], apis: ['https://api.example.com'] }) })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type, or a team is no origin. Directives, hashes and APIs are checked
 * by `compile`.
 */
export function shellCsp(options: ShellCspOptions): CspObject {
  const findings: Finding[] = []
  const place: Place = { path: 'shellCsp', findings }
  if (checkFrontendOptions(options, place, ['teams', 'frameAncestors'])) {
    checkFrontendOrigins(options.teams, at(place, 'teams'))
  }
  throwErrors(findings)
  const { teams, frameAncestors = ["'none'"] as const, ...rest } = options
  return writeFrontendCsp(rest, { 'frame-src': teams, 'frame-ancestors': frameAncestors })
}
