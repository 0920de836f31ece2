import type { LintContext } from './context.ts'
import { removeOnlyDirective } from './edit.ts'
import { aboutDirective, type LintFinding } from './lint-finding.ts'

/** `upgrade-insecure-requests` on a page of http: a development server, or one on a local network, is asked for https it does not have. */
export function checkPlainHttp({ policies, plainHttp }: LintContext): readonly LintFinding[] {
  if (!plainHttp) return []
  return policies.flatMap(({ heeded }) => {
    const directive = heeded.get('upgrade-insecure-requests')
    if (directive === undefined) return []
    const message =
      'On a page of http, upgrade-insecure-requests loads everything over https, which the server may not have.'
    return aboutDirective(directive, 'upgrade-on-http', message, {
      severity: 'warning',
      fix: 'Send it on pages of https alone.',
      see: directive.row?.see,
      edit: removeOnlyDirective(directive),
    })
  })
}
