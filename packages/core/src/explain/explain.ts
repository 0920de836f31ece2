import { decide } from '../decide.ts'
import type { Decision, Reason } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { writeBrowserMessages } from './browser-messages.ts'
import { type Context, createContext, type Telling } from './context.ts'
import type { Explanation } from './explanation.ts'
import { tellGuardRefused } from './guard-reason.ts'
import {
  tellNoCors,
  tellNoOrigin,
  tellOriginAllowed,
  tellOriginRefused,
  tellPreflightOriginRefused,
  tellUnresolved,
} from './origin-reasons.ts'
import { tellHeaderRefused, tellMethodRefused, tellPreflightAllowed } from './preflight-reasons.ts'

/**
 * The slow twin of `decide`: the same decision, with its reason told. Never throws. Never send it to whoever made the request, except
 * in development.
 *
 * @param decision What was decided, where that is already known. Default: what `decide` decides.
 */
export function explain(
  policy: Policy,
  request: RequestView,
  decision: Decision = decide(policy, request),
): Explanation {
  const { reason } = decision
  const context = createContext(policy, request, decision)
  const { path, entry, message, nearMisses = [], symptom, fix } = TELLERS[reason](context)
  return Object.freeze({
    decision,
    reason,
    rule: context.location.rule,
    path,
    ...(entry === undefined ? {} : { entry }),
    message,
    nearMisses: Object.freeze(nearMisses),
    ...(symptom === undefined ? {} : { browserMessages: writeBrowserMessages(symptom, request, decision) }),
    ...(fix === undefined ? {} : { fix }),
  })
}

// By reason, so that the compiler names one that nobody tells of.
const TELLERS: Readonly<Record<Reason, (context: Context) => Telling>> = {
  'no-cors': tellNoCors,
  'no-origin': tellNoOrigin,
  'origin-allowed': tellOriginAllowed,
  'origin-refused': tellOriginRefused,
  'origin-unresolved': tellUnresolved,
  'preflight-allowed': tellPreflightAllowed,
  'preflight-origin-refused': tellPreflightOriginRefused,
  'preflight-origin-unresolved': tellUnresolved,
  'preflight-method-refused': tellMethodRefused,
  'preflight-header-refused': tellHeaderRefused,
  'cross-origin-refused': tellGuardRefused,
}
