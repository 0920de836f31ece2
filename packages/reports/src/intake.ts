import type { HashReport, ReportAddress, Violation } from '@sallyport/core/report'
import type { RecentReport } from './collector-options.ts'
import type { Group, ServedPolicy } from './group.ts'

/** A report as it was read, whichever engine sent it. */
export type ReadReport =
  | { readonly kind: 'violation'; readonly violation: Violation; readonly age?: number; readonly userAgent?: string }
  | { readonly kind: 'hash'; readonly report: HashReport }
  | { readonly kind: 'other'; readonly type: string; readonly body: unknown }
  | { readonly kind: 'malformed' }

/** What the collector asks of the parts that know reports and policies. */
export interface Intake {
  readReports(body: unknown, address: Partial<ReportAddress>): readonly ReadReport[]
  group(violation: Violation, browserHint: { readonly userAgent: string }): Group
  policies(): readonly ServedPolicy[]
  recentOf(violation: Violation, group: Group): RecentReport
}
