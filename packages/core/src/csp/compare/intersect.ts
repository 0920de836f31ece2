import { SANDBOX_TOKENS } from '../directives.ts'
import { LIFTED_FLAGS, sandboxFlags } from '../match/sandbox.ts'
import { directivesOf } from '../match/source-list.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import { lowerAscii, type ParsedDirective, type ParsedPolicy } from '../parse.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { type WrittenDirective, writePolicy } from './policy-text.ts'

/**
 * The policies that together allow exactly what `one` and `other` both allow, as the value of one header: every enforced policy of the two,
 * once; where engines do not agree which directive counts, what each of them allows. What only a report-only policy, or a directive that browsers ignore, says is not in it. `''` when nothing is restricted.
 * Never throws on any text; what comes out cannot hold a line break, whatever the input.
 *
 * @throws {TypeError} for what is no policy.
 */
export function intersect(one: PolicyListInput, other: PolicyListInput): string {
  const lists = [readEnforced(one), readEnforced(other)]
  const sandbox = meetSandboxes(lists.flat())
  const texts = lists.flatMap((policies) => {
    const isTyped = policies.some((policy) => requiresTrustedTypes(policy))
    return policies.flatMap((policy) =>
      readingsOf(policy).map((heeded) => writePolicy(heededWords(heeded, isTyped).map(sandboxed(sandbox)))),
    )
  })
  return [...new Set(texts)].filter((text) => text !== '').join(', ')
}

function sandboxed(words: readonly string[]) {
  return (directive: WrittenDirective): WrittenDirective =>
    directive.name === 'sandbox' ? { ...directive, words } : directive
}

/**
 * What the standard heeds, and what Chromium does, to which a directive that is not ASCII takes the name of the next. Such text cannot be written,
 * so that where the two differ both are, and no reading allows more than it did.
 */
function readingsOf(policy: ParsedPolicy): readonly Heeded[] {
  const [heeded, inChromium] = [directivesOf(policy), directivesOf(policy, 'chromium')]
  return heeded.size === inChromium.size ? [heeded] : [heeded, inChromium]
}

type Heeded = ReadonlyMap<string, ParsedDirective>

/** A policy without a keyword that is dead in its list, and that the other list would bring to life by requiring Trusted Types. */
function heededWords(heeded: Heeded, isTyped: boolean): readonly WrittenDirective[] {
  return [...heeded.values()].map(({ name, values }) => {
    const words = values.map(({ text }) => text)
    return { name, words: isTyped ? words : words.filter((word) => lowerAscii(word) !== "'trusted-types-eval'") }
  })
}

/**
 * The tokens of one sandbox for all. HTML has the last of several directives count alone, engines have them add up: if they are equal there
 * is no difference. Some token lifts whatever two sandboxes both lift.
 */
export function meetSandboxes(policies: readonly ParsedPolicy[]): readonly string[] {
  const flags = new Set(sandboxFlags(policies, { profile: 'chromium' }))
  return SANDBOX_TOKENS.filter((token) => LIFTED_FLAGS.get(token)?.every((flag) => !flags.has(flag)))
}
