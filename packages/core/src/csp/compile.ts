import type { Finding } from '../finding.ts'
import { checkEndpoint } from '../report/endpoint.ts'
import { type CheckedPolicy, checkPolicy } from './checks.ts'
import type { CspConfig } from './config.ts'
import type { CompiledCsp, CspHeader } from './policy.ts'
import { readPolicy } from './read.ts'
import { renderHeader } from './render.ts'

export interface CompileCspOptions {
  /** Where the configuration stands, for the findings: `csp`, `routes[2].csp`. Of several policies each adds its index. */
  readonly path: string
  /** Appended as `report-uri` to every policy that has none: an absolute URL or a path. */
  readonly reportUri?: string | undefined
  /** Every problem and every piece of advice is pushed here. */
  readonly findings: Finding[]
}

/**
 * Checks policies and cuts them into what a response needs: one header for all enforced ones, one for all report-only ones.
 * Never throws: problems go to `options.findings`, and when one of them is an error the result is null.
 */
export function compileCsp(configs: readonly CspConfig[], options: CompileCspOptions): CompiledCsp | null {
  const { path, findings } = options
  const before = findings.length
  if (configs.length === 0) {
    const message = 'The list has no policy.'
    findings.push({
      code: 'unset-value',
      severity: 'error',
      path,
      value: configs,
      message,
      fix: 'Write false for no policy.',
    })
  }
  const reportUri =
    options.reportUri === undefined
      ? undefined
      : checkEndpoint(options.reportUri, { path: 'reporting.endpoint', findings })
  const policies: CheckedPolicy[] = []
  configs.forEach((config: unknown, index) => {
    const policy = readPolicy(config, { path: configs.length === 1 ? path : `${path}[${index}]`, findings })
    // Without a directive there is nothing to enforce, and an empty header value would only puzzle.
    if (!policy || policy.directives.length === 0) return
    const complete = appendReportUri(policy, reportUri)
    checkPolicy(complete)
    policies.push(complete)
  })
  if (findings.slice(before).some(({ severity }) => severity === 'error')) return null

  const enforced = policies.filter(({ reportOnly }) => !reportOnly)
  const reportOnly = policies.filter((policy) => policy.reportOnly)
  const headers: CspHeader[] = []
  if (enforced.length > 0) headers.push(renderHeader('content-security-policy', enforced))
  if (reportOnly.length > 0) headers.push(renderHeader('content-security-policy-report-only', reportOnly))
  return Object.freeze({
    headers: Object.freeze(headers),
    hasNonce: headers.some(({ chunks }) => chunks.length > 1),
    nonceless: Object.freeze(headers.map(({ name, nonceless }) => Object.freeze([name, nonceless] as const))),
  })
}

function appendReportUri(policy: CheckedPolicy, reportUri: string | undefined): CheckedPolicy {
  if (reportUri === undefined || policy.directives.some(({ name }) => name === 'report-uri')) return policy
  return { ...policy, directives: [...policy.directives, { name: 'report-uri', words: [reportUri] }] }
}
