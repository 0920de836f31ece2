import { showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { aboutDirective, type LintFinding } from './lint-finding.ts'
import { isKeyword, type LintDirective } from './lint-policy.ts'

const SEE = 'https://w3c.github.io/webappsec-csp/#frame-ancestors-and-frame-options'
const OPTIONS: readonly string[] = ['DENY', 'SAMEORIGIN']

/** `X-Frame-Options` beside an enforced frame-ancestors, which makes browsers ignore it. */
export function checkFraming({ policies, headers }: LintContext): readonly LintFinding[] {
  const sent = headers?.get('x-frame-options')?.trim()
  const options = sent?.toUpperCase()
  const ancestors = policies.flatMap(({ enforced, heeded }) =>
    enforced ? (heeded.get('frame-ancestors') ?? []) : [],
  )[0]
  if (sent === undefined || options === undefined || ancestors === undefined) return []
  const same = sayTheSame(ancestors)
  if (options === same) return []
  const shown = showValue(sent)
  const fix =
    same === undefined ? 'Send frame-ancestors alone.' : `Send X-Frame-Options: ${same}, or frame-ancestors alone.`
  const message = OPTIONS.includes(options)
    ? `X-Frame-Options is ${shown} and frame-ancestors says something else; browsers heed frame-ancestors alone.`
    : `X-Frame-Options is ${shown}, which browsers do not know; they heed frame-ancestors alone.`
  return [
    {
      // A list of hosts has no counterpart, so there whoever sends both may have meant it.
      ...aboutDirective(ancestors, 'frame-options-conflict', message, {
        severity: same === undefined ? 'info' : 'warning',
        fix,
        see: SEE,
      }),
      value: sent,
    },
  ]
}

/** The `X-Frame-Options` that says what frame-ancestors says; undefined where none can. */
function sayTheSame({ list, words }: LintDirective): 'DENY' | 'SAMEORIGIN' | undefined {
  if (list.matchesNothing) return 'DENY'
  return words.every((word) => isKeyword(word, "'self'")) ? 'SAMEORIGIN' : undefined
}
