export { createCollector } from './collector.ts'
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
export { healthText } from './health.ts'
export { createJudge, type Judge } from './judge.ts'
export type { JudgeOptions } from './judge-options.ts'
export { NOISE_RULES, NOISE_RULES_VERSION, type NoiseCondition, type NoiseRule } from './noise-rules.ts'
export { recentOf } from './recent-report.ts'
export type { QueryResult, ReportQuery, ReportSink, ReportStore, StoredGroup, WriteBatch } from './store.ts'
export { type MemoryStoreOptions, memoryStore } from './stores/memory.ts'
