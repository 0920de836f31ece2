import type { ReadReport, ReportAddress, Violation } from '@sallyport/core/report'
import type { Group, ServedPolicy } from '../group.ts'
import type { RecentReport } from './collector-options.ts'

/** What the collector asks of the parts that know reports and policies. */
export interface Intake {
  readReports(body: unknown, address: Partial<ReportAddress>): readonly ReadReport[]
  group(violation: Violation, browserHint: { readonly userAgent: string }): Group
  policies(): readonly ServedPolicy[]
  recentOf(violation: Violation, group: Group): RecentReport
}
