import type { Edit, Finding, FindingCode } from '../../finding.ts'
import type { Span } from '../parse.ts'
import type { LintDirective, LintPolicy, LintWord } from './lint-policy.ts'

/** A finding about policies as they were sent. */
export interface LintFinding extends Finding {
  /** Which of the policies that were given: its index. */
  readonly policy: number
  /** In lower case; `''` when it is about no directive. For what is missing, what should be there. */
  readonly directive: string
  /** In the text that was parsed: the header's whole value, also when several policies were in it. */
  readonly span: Span
}

export interface LintDetails {
  readonly severity: Finding['severity']
  readonly fix?: string | undefined
  readonly see?: string | undefined
  readonly edit?: Edit | undefined
}

/** About one word of a directive. */
export function aboutWord(
  directive: LintDirective,
  word: LintWord,
  code: FindingCode,
  message: string,
  details: LintDetails,
): LintFinding {
  return finding(directive.policy, directive.name, code, word.token, word.token.text, message, details)
}

/** About a whole directive. */
export function aboutDirective(
  directive: LintDirective,
  code: FindingCode,
  message: string,
  details: LintDetails,
): LintFinding {
  return finding(directive.policy, directive.name, code, directive.parsed, directive.name, message, details)
}

/** About a policy, or about a directive that it lacks. */
export function aboutPolicy(
  policy: LintPolicy,
  directive: string,
  code: FindingCode,
  value: unknown,
  message: string,
  details: LintDetails,
): LintFinding {
  const first = policy.directives[0]?.parsed ?? policy.parsed
  const last = policy.directives[policy.directives.length - 1]?.parsed ?? policy.parsed
  const span = { offset: first.offset, length: last.offset + last.length - first.offset }
  return finding(policy, directive, code, span, value, message, details)
}

function finding(
  policy: LintPolicy,
  directive: string,
  code: FindingCode,
  { offset, length }: Span,
  value: unknown,
  message: string,
  { severity, fix, see, edit }: LintDetails,
): LintFinding {
  const path = `policies[${policy.input}]`
  return {
    code,
    severity,
    path: directive === '' ? path : `${path}.${directive}`,
    value,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(see === undefined ? {} : { see }),
    span: { offset, length },
    ...(edit === undefined ? {} : { edit }),
    policy: policy.input,
    directive,
  }
}
