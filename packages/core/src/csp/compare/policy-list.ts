import type { ParsedPolicy } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'

/** All policies of a response, however they are told: a header's text, how it came, or what `parseCsp` made of it. */
export type PolicyListInput = string | PolicyInput | readonly PolicyInput[]

function listInputs(input: PolicyListInput): readonly PolicyInput[] {
  if (typeof input === 'string') return [{ header: input }]
  return isList(input) ? input : [input]
}

/** The enforced policies of a list. */
export function readEnforced(input: PolicyListInput): readonly ParsedPolicy[] {
  return readPolicies(listInputs(input)).filter(({ disposition }) => disposition === 'enforce')
}

// Array.isArray does not narrow a readonly array.
function isList(input: PolicyInput | readonly PolicyInput[]): input is readonly PolicyInput[] {
  return Array.isArray(input)
}
