import { amendmentsOf } from '../csp/change/amend.ts'
import type { CompiledCsp } from '../csp/policy.ts'
import { type ServedPolicy, servedTexts } from '../csp/served-texts.ts'
import { overridesOf } from '../override.ts'
import type { Policy } from '../policy.ts'
import { normalizePolicy } from './policy-id.ts'

export type { ServedPolicy }

/**
 * Every policy that a response may have been sent with, by any rule of the policy, on https and on http, with a nonce and without: what reports can be about.
 * Texts that {@link normalizePolicy} makes one of are there once for each disposition. Ask again from time to time: routes that a framework makes later, and
 * changes for single responses, are there once they were made. What an adapter writes itself, such as the hashes of a kept page of Next.js, is not.
 */
export function servedPolicies(policy: Policy): readonly ServedPolicy[] {
  const served = new Map<string, ServedPolicy>()
  for (const csp of compiledOf(policy)) {
    for (const one of servedTexts(csp)) {
      const key = `${one.disposition} ${normalizePolicy(one.text)}`
      if (!served.has(key)) served.set(key, Object.freeze(one))
    }
  }
  return Object.freeze([...served.values()])
}

function compiledOf(policy: Policy): ReadonlySet<CompiledCsp> {
  const found = new Set<CompiledCsp>()
  for (const one of policiesOf(policy)) {
    for (const { policies } of one.rules) for (const csp of policies) addWithAmendments(csp, found)
  }
  return found
}

function policiesOf(policy: Policy): ReadonlySet<Policy> {
  const found = new Set([policy])
  // A set is walked to its end, also to what is added on the way.
  for (const one of found) for (const override of overridesOf(one)) found.add(override)
  return found
}

function addWithAmendments(csp: CompiledCsp, found: Set<CompiledCsp>): void {
  if (found.has(csp)) return
  found.add(csp)
  for (const amended of amendmentsOf(csp)) addWithAmendments(amended, found)
}
