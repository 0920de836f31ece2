import type { Finding } from '../../finding.ts'
import { at, type Place, reportType } from '../../validate.ts'
import type { CspObject } from '../config.ts'
import {
  checkFrontendOptions,
  checkFrontendOrigin,
  checkFrontendOrigins,
  type FrontendCspOptions,
  type FrontendOrigin,
  writeFrontendCsp,
} from './micro-frontend.ts'
import { throwErrors } from './options.ts'

export type TeamCspOptions = FrontendCspOptions & {
  /** The shell that frames the page. A list when there are several, or when frames are nested: every ancestor has to be in it (CSP3 §6.4.2.1). */
  readonly shell: FrontendOrigin | readonly FrontendOrigin[]
}

/**
 * For the page of one team: only the shell frames it, it frames nobody, and its own scripts are strict, as with `strictCsp`.
 *
 * ```ts
 * compile({ csp: teamCsp({ shell: 'https://shell.example.com', apis: ['https://api.example.com'] }) })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type, or the shell is no origin. Directives, hashes and APIs are
 * checked by `compile`.
 */
export function teamCsp(options: TeamCspOptions): CspObject {
  const findings: Finding[] = []
  const place: Place = { path: 'teamCsp', findings }
  if (checkFrontendOptions(options, place, ['shell'])) checkShell(options.shell, at(place, 'shell'))
  throwErrors(findings)
  const { shell, ...rest } = options
  return writeFrontendCsp(rest, {
    'frame-src': ["'none'"],
    'frame-ancestors': typeof shell === 'string' ? [shell] : shell,
  })
}

function checkShell(value: unknown, place: Place): void {
  if (Array.isArray(value)) checkFrontendOrigins(value, place)
  else if (typeof value === 'string' && value !== '') checkFrontendOrigin(value, place)
  else reportType(place, value, 'an origin such as https://shell.example.com')
}
