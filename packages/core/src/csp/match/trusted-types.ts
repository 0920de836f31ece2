import type { ParsedDirective, ParsedPolicy } from '../parse.ts'
import { allow, block, depend, type Ruling } from './ruling.ts'
import { directivesOf } from './source-list.ts'

const DIRECTIVE = 'require-trusted-types-for'

/** Does sink type require trusted types, for one policy (Trusted Types §4.2): the quoted word, in lower case as it is. */
export function requiresTrustedTypes(policy: ParsedPolicy): boolean {
  return requirementOf(policy) !== undefined
}

/** Get Trusted Type compliant string (§4.1), as far as a policy decides it: text that no Trusted Types policy made is refused. */
export function ruleOnTrustedTypes(policy: ParsedPolicy, trusted: boolean | undefined): Ruling {
  const directive = requirementOf(policy)
  if (directive === undefined) return null
  const authority = { policy, directive, effectiveDirective: DIRECTIVE }
  const source = directive.values.find(({ text }) => text === "'script'") ?? null
  if (trusted === undefined) return depend(authority, ['trusted'], source)
  return trusted ? allow(authority, 'trusted-script', source) : block(authority, 'trusted-types', [], source)
}

function requirementOf(policy: ParsedPolicy): ParsedDirective | undefined {
  const directive = directivesOf(policy).get(DIRECTIVE)
  return directive?.values.some(({ text }) => text === "'script'") ? directive : undefined
}
