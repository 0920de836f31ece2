import type { ParsedDirective, ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { inlineDirective } from './effective-directive.ts'
import { nearKeywords } from './near-keyword.ts'
import { allow, block, type Ruling } from './ruling.ts'
import { directivesOf, sourceListOf } from './source-list.ts'
import { requiresTrustedTypes } from './trusted-types.ts'

/** EnsureCSPDoesNotBlockStringCompilation for one policy: CSP3 §4.4.1 step 4. */
export function ruleOnEval(policy: ParsedPolicy, all: readonly ParsedPolicy[], profile: Profile): Ruling {
  // 4.3.1, 4.3.2: Trusted Types are required by any enforced policy, not by this one.
  const trusted = all.some((each) => each.disposition === 'enforce' && requiresTrustedTypes(each))
  return ruleOnKeywords(policy, trusted ? ["'trusted-types-eval'", "'unsafe-eval'"] : ["'unsafe-eval'"], profile)
}

/** EnsureCSPDoesNotBlockWasmByteCompilation for one policy: §4.5.1 step 3. */
export function ruleOnWasm(policy: ParsedPolicy, profile: Profile): Ruling {
  if (differs(profile, 'wasm-unrestricted')) return null
  return ruleOnKeywords(policy, ["'wasm-unsafe-eval'", "'unsafe-eval'"], profile)
}

function ruleOnKeywords(policy: ParsedPolicy, wanted: readonly string[], profile: Profile): Ruling {
  const directive = compilingDirective(policy)
  if (directive === undefined) return null
  const authority = { policy, directive, effectiveDirective: inlineDirective('eval') }
  const list = sourceListOf(directive, profile)
  for (const keyword of wanted) {
    const token = list.keywords.get(keyword)
    if (token !== undefined) return allow(authority, 'keyword', token)
  }
  return list.isEmpty
    ? block(authority, 'empty-list', [], directive.values[0] ?? null)
    : block(authority, 'eval', nearKeywords(list, wanted))
}

/** `script-src` or else `default-src`: the `-elem` and `-attr` directives do not speak of compiling. */
function compilingDirective(policy: ParsedPolicy): ParsedDirective | undefined {
  const directives = directivesOf(policy)
  return directives.get('script-src') ?? directives.get('default-src')
}
