export type {
  Client,
  Collector,
  CollectorLimits,
  CollectorOptions,
  CollectorProblem,
  Health,
  PolicySourceOfReports,
  RecentReport,
} from './collector-options.ts'
export { fingerprintOf } from './fingerprint.ts'
export type { Browser, FoldedGroup, Group, Noise, ServedPolicy, Standing } from './group.ts'
export type { ExplainGroup, GroupExplanation } from './page/explanation.ts'
export { createReportsPage, type ReportsPageOptions } from './page/reports-page.ts'
export type { QueryResult, ReportQuery, ReportSink, ReportStore, StoredGroup, WriteBatch } from './store.ts'
