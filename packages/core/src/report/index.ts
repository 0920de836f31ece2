export { fnv1a64 } from './fnv.ts'
export { ANY_NONCE, normalizePolicy, policyId } from './policy-id.ts'
export { type ReportAddress, readReportUrl, reportUrl } from './report-url.ts'
export type { Disposition, HashReport, Violation } from './violation.ts'
