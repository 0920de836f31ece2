import { lowerAscii, type ParsedPolicy } from '../parse.ts'
import type { PolicyInput } from '../policy-input.ts'
import type { Verdict } from '../verdict.ts'
import { allow, block, judge, type Ruling } from './ruling.ts'
import { directivesOf } from './source-list.ts'

/** Whether a page's policies let WebRTC connect: CSP3 §4.3.1. */
export function matchWebRtc(policies: readonly PolicyInput[]): Verdict {
  return judge(policies, 'webrtc', ruleOnWebRtc)
}

/** §6.2.1.1: whatever is not `'allow'` alone blocks. */
function ruleOnWebRtc(policy: ParsedPolicy): Ruling {
  const directive = directivesOf(policy).get('webrtc')
  if (directive === undefined) return null
  const authority = { policy, directive, effectiveDirective: 'webrtc' }
  const [source = null, ...others] = directive.values
  const isAllowed = source !== null && others.length === 0 && lowerAscii(source.text) === "'allow'"
  return isAllowed ? allow(authority, 'keyword', source) : block(authority, 'webrtc', [], source)
}
