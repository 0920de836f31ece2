import { type Edit, showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { DIRECTIVES, type DirectiveRow } from '../directives.ts'
import { parseSourceExpression } from '../source-expression.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeDirective, replaceSpan } from './edit.ts'
import { aboutDirective, aboutPolicy, type LintFinding } from './lint-finding.ts'
import type { LintDirective, LintPolicy } from './lint-policy.ts'

const SEE_PARSE = 'https://w3c.github.io/webappsec-csp/#parse-serialized-policy'
const CURRENT_NAMES = [...DIRECTIVES.values()].filter(({ status }) => status === 'current').map(({ name }) => name)

/** Directives that browsers pass over: unknown, given up, repeated, or not for this way of delivery. */
export function checkDirectiveNames({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap((policy) => [...checkMeta(policy), ...policy.directives.flatMap((each) => checkName(each))])
}

/** `<meta http-equiv="Content-Security-Policy-Report-Only">`: HTML knows no such pragma. */
function checkMeta(policy: LintPolicy): readonly LintFinding[] {
  if (policy.parsed.delivery !== 'meta' || policy.enforced) return []
  const message = 'A report-only policy in a <meta> element is ignored.'
  return [
    aboutPolicy(policy, '', 'ignored-in-meta', 'report-only', message, {
      severity: 'error',
      fix: 'Send it in a Content-Security-Policy-Report-Only header.',
      see: 'https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy',
    }),
  ]
}

function checkName(directive: LintDirective): readonly LintFinding[] {
  const { parsed, row } = directive
  if (parsed.ignored === 'not-ascii') return []
  // These come before repetition: of what has no effect, the second has none either.
  if (row === undefined) return [unknown(directive)]
  if (row.status !== 'current') return [givenUp(directive, row)]
  if (!isCarried(directive, row)) return [undeliverable(directive)]
  return parsed.ignored === 'duplicate' ? [repeated(directive)] : []
}

/** A duplicate is marked as one, whether the delivery could carry it or not. */
function isCarried({ policy }: LintDirective, { meta, reportOnly }: DirectiveRow): boolean {
  return (meta || policy.parsed.delivery === 'header') && (reportOnly || policy.enforced)
}

function givenUp(directive: LintDirective, { name, status, instead, see }: DirectiveRow): LintFinding {
  const isRemoved = status === 'removed'
  const message = isRemoved
    ? `Browsers no longer implement ${name}: nothing of it has an effect.`
    : `Browsers no longer need ${name}.`
  return aboutDirective(directive, 'deprecated-directive', message, {
    severity: isRemoved ? 'warning' : 'info',
    fix: instead,
    see,
    edit: keepingMeaning(removeDirective(directive)),
  })
}

function repeated(directive: LintDirective): LintFinding {
  const { name, policy } = directive
  const first = policy.heeded.get(name)
  const isSame = first !== undefined && textOf(first) === textOf(directive)
  // Where reports go changes nothing about what is blocked.
  const harmless = isSame || name === 'report-uri' || name === 'report-to'
  const message = isSame
    ? `${name} stands twice in the policy, with the same value.`
    : `${name} stands twice in the policy, and browsers heed the first only.`
  return aboutDirective(directive, 'duplicate-directive', message, {
    severity: harmless ? 'warning' : 'error',
    fix: isSame ? 'Remove it.' : 'Merge what is needed of it into the first, and remove it.',
    see: SEE_PARSE,
    edit: keepingMeaning(removeDirective(directive)),
  })
}

function textOf({ parsed }: LintDirective): string {
  return parsed.values.map(({ text }) => text).join(' ')
}

function undeliverable(directive: LintDirective): LintFinding {
  const { name, policy, row } = directive
  const edit = keepingMeaning(removeDirective(directive))
  if (policy.parsed.delivery === 'meta' && row?.meta === false) {
    const message = `${name} is ignored in a <meta> element.`
    const see = 'https://w3c.github.io/webappsec-csp/#meta-element'
    const fix = 'Send it in a header.'
    return aboutDirective(directive, 'ignored-in-meta', message, { severity: 'error', fix, see, edit })
  }
  const message = `${name} is ignored in a report-only policy.`
  const fix = 'Move it to an enforced policy.'
  return aboutDirective(directive, 'ignored-in-report-only', message, {
    severity: 'warning',
    fix,
    see: row?.see,
    edit,
  })
}

function unknown(directive: LintDirective): LintFinding {
  const { name, policy, parsed } = directive
  const see = 'https://w3c.github.io/webappsec-csp/#csp-directives'
  const previous = policy.directives[directive.index - 1]
  const comma = commaBefore(directive)
  if (comma !== undefined) {
    const message = `${showValue(name)} is no directive: the comma before it ended the policy and began another one.`
    const fix = 'Part sources with spaces and directives with semicolons.'
    return aboutDirective(directive, 'stray-comma', message, { severity: 'error', fix, see, edit: comma })
  }
  if (looksLikeSource(name)) {
    const message = `${showValue(name)} stands where a directive's name should, after a semicolon.`
    const edit = previous && joinWith(previous, directive)
    const fix = 'Remove the semicolon before it, or write the name of its directive.'
    return aboutDirective(directive, 'unknown-directive', message, { severity: 'error', fix, see, edit })
  }
  const bare = name.endsWith(':') || name.endsWith('=') ? name.slice(0, -1) : name
  const nearest = DIRECTIVES.get(bare)?.status === 'current' ? bare : nearestName(bare, CURRENT_NAMES)
  const message =
    nearest === bare
      ? `A directive's name has no ${name.slice(-1)} at its end.`
      : `CSP has no directive ${showValue(name)}.`
  // Renamed to what is there already, it would be passed over as well.
  const edit = nearest !== undefined && !policy.heeded.has(nearest) ? replaceSpan(parsed.nameToken, nearest) : undefined
  const fix = nearest === undefined ? 'Remove it: browsers pass over it.' : `Did you mean ${nearest}?`
  return aboutDirective(directive, 'unknown-directive', message, { severity: 'error', fix, see, edit })
}

/** `script-src a.test, b.test`: what follows the comma is another policy, and does not begin as one. */
function commaBefore({ policy, parsed, index }: LintDirective): Edit | undefined {
  if (index !== 0 || !policy.followsAnother) return undefined
  const offset = policy.parsed.offset - 1
  return looksLikeSource(parsed.nameToken.text) ? { offset, length: 1, text: ' ' } : undefined
}

function joinWith(previous: LintDirective, directive: LintDirective): Edit {
  const offset = previous.parsed.offset + previous.parsed.length
  return { offset, length: directive.parsed.offset - offset, text: ' ' }
}

function looksLikeSource(name: string): boolean {
  const expression = parseSourceExpression(name)
  if (expression.kind === 'host') return name === '*' || name.includes('.') || name.includes('://')
  return expression.kind !== 'invalid' && expression.kind !== 'scheme'
}
