import { lowerAscii, type ParsedDirective } from '../parse.ts'
import { liftedFlags } from './sandbox-flags.ts'
import type { ReadPolicy } from './source-list.ts'

/** A directive that is no source list: whether all policies of `given` together restrict at least what `required` does with it. */
export interface Restriction {
  readonly name: string
  readonly isKept: (required: ParsedDirective, given: readonly ParsedDirective[]) => boolean
}

export const RESTRICTIONS: readonly Restriction[] = [
  { name: 'sandbox', isKept: keepsSandbox },
  { name: 'trusted-types', isKept: keepsTrustedTypes },
  {
    name: 'require-trusted-types-for',
    isKept: (required, given) => !requiresTrustedTypesFor(required) || given.some(requiresTrustedTypesFor),
  },
  { name: 'webrtc', isKept: (required, given) => !blocksWebRtc(required) || given.some(blocksWebRtc) },
  // Loading over https what was asked for over http is less than loading it over http.
  { name: 'upgrade-insecure-requests', isKept: (_required, given) => given.length > 0 },
]

export function requiresTrustedTypes(policies: readonly ReadPolicy[]): boolean {
  return policies.some((policy) => {
    const directive = policy.directive('require-trusted-types-for')
    return directive !== undefined && requiresTrustedTypesFor(directive)
  })
}

/** A page is under the restrictions of all its policies' sandboxes. */
export function keepsSandbox(required: ParsedDirective, given: readonly ParsedDirective[]): boolean {
  const [first, ...others] = given.map(liftedFlags)
  if (first === undefined) return false
  const lifted = liftedFlags(required)
  for (const flag of first) if (others.every((each) => each.has(flag)) && !lifted.has(flag)) return false
  return true
}

/** CSP3 §6.2.1.1: anything but a lone `'allow'` blocks. */
function blocksWebRtc({ values }: ParsedDirective): boolean {
  return values.length !== 1 || lowerAscii(values[0]?.text ?? '') !== "'allow'"
}

/** Trusted Types §4.3.4: `'script'` is the only kind of sink there is. */
function requiresTrustedTypesFor({ values }: ParsedDirective): boolean {
  return values.some(({ text }) => lowerAscii(text) === "'script'")
}

/** Trusted Types §4.3.3: the names of policies that may be created, in any number of directives at once. */
function keepsTrustedTypes(required: ParsedDirective, given: readonly ParsedDirective[]): boolean {
  const lists = given.map(readPolicyNames)
  const [first, ...others] = lists
  if (first === undefined) return false
  const outer = readPolicyNames(required)
  const named = lists.find(({ isAny }) => !isAny)
  if (named === undefined)
    return outer.isAny && (outer.repeats || !first.repeats || others.some((each) => !each.repeats))
  const names = [...named.names].filter((name) => lists.every((each) => each.isAny || each.names.has(name)))
  if (names.length === 0) return true
  if (!outer.repeats && lists.every(({ repeats }) => repeats)) return false
  return outer.isAny || names.every((name) => outer.names.has(name))
}

interface PolicyNames {
  readonly names: ReadonlySet<string>
  /** `*` */
  readonly isAny: boolean
  /** `'allow-duplicates'` */
  readonly repeats: boolean
}

function readPolicyNames({ values }: ParsedDirective): PolicyNames {
  const names = new Set<string>()
  let isAny = false
  let repeats = false
  for (const { text } of values) {
    const lower = lowerAscii(text)
    if (text === '*') isAny = true
    else if (lower === "'allow-duplicates'") repeats = true
    else if (lower !== "'none'") names.add(text)
  }
  return { names, isAny, repeats }
}
