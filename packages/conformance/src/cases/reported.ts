import { policyId, type ReportAddress, reportUrl } from '@sallyport/core/report'

const ENDPOINT = '/csp-reports'

type Disposition = ReportAddress['disposition']

/** A header's value on http, or where nothing is known of the scheme: each policy with its own address. */
export function reported(disposition: Disposition, ...policies: readonly string[]): string {
  return policies.map((policy) => `${policy}; report-uri ${addressOf(disposition, policy)}`).join(', ')
}

/** The same on https. The other header says where the endpoints are. */
export function reportedSecurely(disposition: Disposition, ...policies: readonly string[]): string {
  return policies
    .map((policy) => `${reported(disposition, policy)}; report-to ${endpointOf(disposition, policy)}`)
    .join(', ')
}

/** `Reporting-Endpoints` for these policies. */
export function declared(...policies: readonly (readonly [disposition: Disposition, policy: string])[]): string {
  return policies.map(([as, policy]) => `${endpointOf(as, policy)}="${addressOf(as, policy)}"`).join(', ')
}

function addressOf(disposition: Disposition, policy: string): string {
  return reportUrl(ENDPOINT, { policy: policyId(policy.replaceAll('{nonce}', '*')), disposition })
}

function endpointOf(disposition: Disposition, policy: string): string {
  return `${disposition === 'enforce' ? 'csp' : 'csp-report'}-${policyId(policy.replaceAll('{nonce}', '*'))}`
}
