import { frameOptionsOf } from './frame-options.ts'
import { minifyPolicy } from './minify.ts'
import type { CompiledCsp, CspHeader } from './policy.ts'
import { type CspSource, type PolicyWords, rememberSource } from './policy-words.ts'
import { renderHeader } from './render.ts'

/** Cuts checked policies into what a response needs: one header for all enforced ones, one for all report-only ones. */
export function assembleCsp(source: CspSource): CompiledCsp {
  const headers = [
    ...headerOf('content-security-policy', source.policies, false),
    ...headerOf('content-security-policy-report-only', source.policies, true),
  ]
  const frameOptions = frameOptionsOf(source.policies)
  const others = frameOptions === undefined ? [] : [Object.freeze(['x-frame-options', frameOptions] as const)]
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

function headerOf(
  name: CspHeader['name'],
  policies: readonly PolicyWords[],
  reportOnly: boolean,
): readonly CspHeader[] {
  const own = policies.filter((policy) => policy.reportOnly === reportOnly)
  return own.length === 0
    ? []
    : [
        renderHeader(
          name,
          own.map((policy) => (policy.minify ? minifyPolicy(policy) : policy)),
        ),
      ]
}
