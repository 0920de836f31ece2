import { frameOptionsOf } from './frame-options.ts'
import type { CompiledCsp, CspHeader } from './policy.ts'
import { type CspSource, type PolicyWords, rememberSource } from './policy-words.ts'
import { renderHeader } from './render.ts'
import { addReporting, type SentPolicy, writeEndpoints } from './reporting.ts'

/** Cuts checked policies into what a response needs: one header for all enforced ones, one for all report-only ones, and what goes with them. */
export function assembleCsp(source: CspSource): CompiledCsp {
  const enforced = sentPolicies(source, false)
  const onTrial = sentPolicies(source, true)
  const headers = [
    ...headerOf('content-security-policy', enforced),
    ...headerOf('content-security-policy-report-only', onTrial),
  ]
  const frameOptions = frameOptionsOf(source.policies)
  const endpoints = [...enforced, ...onTrial].flatMap((policy) => policy.endpoints)
  const others = [
    ...(frameOptions === undefined ? [] : [Object.freeze(['x-frame-options', frameOptions] as const)]),
    ...(endpoints.length === 0 ? [] : [Object.freeze(['reporting-endpoints', writeEndpoints(endpoints)] as const)]),
  ]
  const csp: CompiledCsp = Object.freeze({
    headers: Object.freeze(headers),
    hasNonce: headers.some(({ chunks }) => chunks.length > 1),
    nonceless: Object.freeze([
      ...headers.map(({ name, nonceless }) => Object.freeze([name, nonceless] as const)),
      ...others,
    ]),
    ...(others.length === 0 ? {} : { others: Object.freeze(others) }),
  })
  rememberSource(csp, source)
  return csp
}

/** The policies of one header as they are sent. */
export function sentPolicies(
  { policies, reporting }: Pick<CspSource, 'policies' | 'reporting'>,
  reportOnly: boolean,
): readonly SentPolicy[] {
  const own = (policy: PolicyWords) => policy.reportOnly === reportOnly
  return policies.filter(own).flatMap((policy) => addReporting(policy, reporting))
}

function headerOf(name: CspHeader['name'], policies: readonly SentPolicy[]): readonly CspHeader[] {
  return policies.length === 0 ? [] : [renderHeader(name, policies)]
}
