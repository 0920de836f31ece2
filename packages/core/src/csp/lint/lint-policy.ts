import { checkPolicyList } from '../caller-checks.ts'
import { DIRECTIVES, type DirectiveRow } from '../directives.ts'
import { lowerAscii, type ParsedDirective, type ParsedPolicy, type Token } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import { parseSourceExpression, type SourceExpression } from '../source-expression.ts'

/** A word of a directive, as written and as a browser reads it. */
export interface LintWord {
  readonly token: Token
  readonly index: number
  readonly expression: SourceExpression
}

export interface LintDirective {
  readonly policy: LintPolicy
  /** Among the policy's directives. */
  readonly index: number
  readonly parsed: ParsedDirective
  readonly name: string
  /** Absent for a name that CSP does not have. */
  readonly row: DirectiveRow | undefined
  readonly words: readonly LintWord[]
  /** What the words say together; for a directive that takes no source list, what they would say. */
  readonly list: SourceFacts
}

export interface SourceFacts {
  /** Valid nonces or hashes are there: `'unsafe-inline'` is off (CSP3 §6.7.3.2). */
  readonly byToken: boolean
  readonly hasHash: boolean
  readonly strictDynamic: boolean
  readonly unsafeInline: LintWord | undefined
  /** Nothing in the list matches anything. */
  readonly matchesNothing: boolean
}

export interface LintPolicy {
  /** Which of the inputs it came from. */
  readonly input: number
  readonly parsed: ParsedPolicy
  readonly enforced: boolean
  /** The comma before it ended a policy that has directives. */
  readonly followsAnother: boolean
  readonly directives: readonly LintDirective[]
  /** Those that browsers heed. */
  readonly heeded: ReadonlyMap<string, LintDirective>
}

export function readLintPolicies(inputs: readonly PolicyInput[]): readonly LintPolicy[] {
  checkPolicyList(inputs)
  const policies: LintPolicy[] = []
  inputs.forEach((input, index) => {
    for (const parsed of readPolicies([input])) {
      const previous = policies[policies.length - 1]
      // Parsed policies come one by one, and those of one text end where the next begins.
      const sameText = previous?.input === index || !('header' in input)
      const follows =
        sameText && previous !== undefined && previous.parsed.offset + previous.parsed.length === parsed.offset - 1
      policies.push(readLintPolicy(parsed, index, follows))
    }
  })
  return policies
}

function readLintPolicy(parsed: ParsedPolicy, input: number, followsAnother: boolean): LintPolicy {
  const directives: LintDirective[] = []
  const heeded = new Map<string, LintDirective>()
  const enforced = parsed.disposition === 'enforce'
  const policy = { input, parsed, enforced, followsAnother, directives, heeded }
  for (const each of parsed.directives) {
    const directive = readDirective(each, policy, directives.length)
    directives.push(directive)
    if (each.ignored === undefined) heeded.set(each.name, directive)
  }
  return policy
}

function readDirective(parsed: ParsedDirective, policy: LintPolicy, index: number): LintDirective {
  const words = parsed.values.map((token, index) => ({ token, index, expression: parseSourceExpression(token.text) }))
  const { name } = parsed
  return { policy, index, parsed, name, row: DIRECTIVES.get(name), words, list: readFacts(words) }
}

function readFacts(words: readonly LintWord[]): SourceFacts {
  let hasNonce = false
  let hasHash = false
  let strictDynamic = false
  let matches = false
  let unsafeInline: LintWord | undefined
  for (const word of words) {
    const { expression } = word
    if (expression.kind === 'nonce') hasNonce = true
    if (expression.kind === 'hash') hasHash = true
    if (isKeyword(word, "'strict-dynamic'")) strictDynamic = true
    if (isKeyword(word, "'unsafe-inline'")) unsafeInline ??= word
    if (expression.kind !== 'none' && expression.kind !== 'invalid' && !isKeyword(word, "'report-sample'"))
      matches = true
  }
  return { byToken: hasNonce || hasHash, hasHash, strictDynamic, unsafeInline, matchesNothing: !matches }
}

export function isKeyword({ expression }: LintWord, keyword: string): boolean {
  return expression.kind === 'keyword' && expression.keyword === keyword
}

export function hasKeyword(directive: LintDirective, keyword: string): boolean {
  return directive.words.some((word) => isKeyword(word, keyword))
}

/** The directive a browser reads where this one is asked for (CSP3 §6.8.3); undefined when nothing restricts it. */
export function effectiveDirective({ heeded }: LintPolicy, name: string): LintDirective | undefined {
  const own = heeded.get(name)
  if (own !== undefined) return own
  for (const fallback of DIRECTIVES.get(name)?.fallback ?? []) {
    const directive = heeded.get(fallback)
    if (directive !== undefined) return directive
  }
  return undefined
}

/** What a fetch of the kind, in either form, is read from. */
const SCRIPT_LEAVES = ['script-src-elem', 'script-src-attr', 'script-src'] as const

/** Whether the directive is what decides on scripts, in place of those of their own. */
export function governsScripts(directive: LintDirective): boolean {
  return SCRIPT_LEAVES.some((leaf) => effectiveDirective(directive.policy, leaf) === directive)
}

/** Whether scripts are trusted by nonce, or by hash and what those load: then their addresses are not looked at. */
export function trustsByToken(policy: LintPolicy): boolean {
  const scripts = effectiveDirective(policy, 'script-src-elem')
  if (scripts === undefined) return false
  const hasNonce = scripts.words.some(({ expression }) => expression.kind === 'nonce')
  return hasNonce || (scripts.list.hasHash && scripts.list.strictDynamic)
}

/** Whether the directive's words are a list of sources: for those that browsers heed. */
export function takesSources({ row }: LintDirective): boolean {
  return row !== undefined && row.status !== 'removed' && row.value.endsWith('source-list')
}

/** The text by which two words are the same: only nonces, hashes and paths have cases that count. */
export function comparableText({ token, expression }: LintWord): string {
  switch (expression.kind) {
    case 'keyword':
    case 'scheme':
    case 'none':
      return lowerAscii(token.text)
    case 'nonce':
      return `'nonce-${expression.value}'`
    case 'hash':
      return `'${expression.algorithm}-${expression.value}'`
    case 'host': {
      const { scheme, host, port, path } = expression
      return `${scheme === undefined ? '' : `${scheme}://`}${host}${port === undefined ? '' : `:${port}`}${path ?? ''}`
    }
    default:
      return token.text
  }
}
