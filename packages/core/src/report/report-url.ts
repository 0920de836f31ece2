import type { Disposition } from './violation.ts'

/** What the address that a browser reports to says about the policy: WebKit's reports do not say it themselves. */
export interface ReportAddress {
  /** {@link policyId} of the policy. */
  readonly policy: string
  readonly disposition: Disposition
}

const POLICY = 'policy'
const DISPOSITION = 'disposition'

/** The address for the reports of one policy: `endpoint`, an absolute URL or a path, with both in its query. */
export function reportUrl(endpoint: string, { policy, disposition }: ReportAddress): string {
  const mark = endpoint.indexOf('#')
  const address = mark === -1 ? endpoint : endpoint.slice(0, mark)
  return `${address}${address.includes('?') ? '&' : '?'}${POLICY}=${policy}&${DISPOSITION}=${disposition}`
}

/** Reads {@link reportUrl} again from the address of a report's request. Whatever is missing or malformed is left out: anybody can post to it. */
export function readReportUrl(url: string): Partial<ReportAddress> {
  const mark = url.indexOf('?')
  if (mark === -1) return {}
  const query = new URLSearchParams(url.slice(mark))
  const policy = query.get(POLICY)
  const disposition = query.get(DISPOSITION)
  return {
    ...(policy !== null && isPolicyId(policy) ? { policy } : {}),
    ...(disposition === 'enforce' || disposition === 'report' ? { disposition } : {}),
  }
}

function isPolicyId(text: string): boolean {
  if (text.length !== 16) return false
  return [...text].every((character) => '0123456789abcdef'.includes(character))
}
