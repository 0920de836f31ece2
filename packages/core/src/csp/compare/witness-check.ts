import { matchAncestors } from '../match/ancestors.ts'
import { matchInline } from '../match/inline.ts'
import { matchRequest } from '../match/request.ts'
import { sandboxFlags } from '../match/sandbox.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import { matchWebRtc } from '../match/webrtc.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { Profile, Verdict } from '../verdict.ts'
import type { Witness } from './change.ts'
import { createsTypesPolicy } from './trusted-types.ts'

/** What is said of a witness: the part of a verdict that a change tells. */
export type WitnessVerdict = Pick<Verdict, 'outcome' | 'directive' | 'source'>

/** What the matcher says of a witness. */
export function judgeWitness(policies: readonly ParsedPolicy[], witness: Witness, profile: Profile): WitnessVerdict {
  if ('request' in witness) return matchRequest(policies, witness.page, witness.request, { profile })
  if ('inline' in witness) return matchInline(policies, witness.page, witness.inline, { profile })
  if ('ancestors' in witness) return matchAncestors(policies, witness.self, witness.ancestors, { profile })
  if ('connection' in witness) return matchWebRtc(policies, { profile })
  if ('sandboxFlag' in witness) {
    return judged(policies, 'sandbox', !sandboxFlags(policies, { profile }).includes(witness.sandboxFlag))
  }
  if ('typesPolicy' in witness) {
    return judged(policies, 'trusted-types', createsTypesPolicy(policies, witness.typesPolicy, witness.again, profile))
  }
  if ('sink' in witness) {
    const isRequired = policies.some((policy) => requiresTrustedTypes(policy, profile))
    return judged(policies, 'require-trusted-types-for', !isRequired)
  }
  return judged(policies, 'upgrade-insecure-requests', !upgradesInsecureRequests(policies, { profile }))
}

function judged(policies: readonly ParsedPolicy[], directive: string, isAllowed: boolean): WitnessVerdict {
  const isSpoken = policies.some(({ directives }) => directives.some(({ name }) => name === directive))
  return { outcome: isAllowed ? 'allowed' : 'blocked', directive: isSpoken ? directive : null, source: null }
}
