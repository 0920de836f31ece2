export { createCollector } from './collector/collector.ts'
export type {
  Client,
  Collector,
  CollectorLimits,
  CollectorOptions,
  CollectorProblem,
  Health,
  PolicySourceOfReports,
  RecentReport,
} from './collector/collector-options.ts'
export { healthText } from './collector/health.ts'
export { fingerprintOf } from './fingerprint.ts'
export type { Browser, FoldedGroup, Group, Noise, ServedPolicy, Standing } from './group.ts'
export { NOISE_RULES, NOISE_RULES_VERSION, type NoiseCondition, type NoiseRule } from './judge/noise-rules.ts'
export type { CandidatePolicy } from './learn/candidate.ts'
export { explainGroup, type GroupExplanation, type SmallestChange } from './learn/explain-group.ts'
export {
  type Lead,
  type LeadReason,
  type Learned,
  type LearnedAdvice,
  type LearnOptions,
  learn,
  type Proposal,
} from './learn/learn.ts'
export { describeLearned } from './learn/learned-words.ts'
export type { Obstacle } from './learn/obstacles.ts'
export {
  type QuietPeriod,
  type Replay,
  type ReplayCoverage,
  type ReplayedGroup,
  type ReplayOptions,
  replay,
} from './learn/replay.ts'
export { describeReplay } from './learn/replay-words.ts'
export type { Evidence } from './learn/votes.ts'
export type { QueryResult, ReportQuery, ReportSink, ReportStore, StoredGroup, WriteBatch } from './store.ts'
export { type MemoryStoreOptions, memoryStore } from './stores/memory.ts'
export { importNdjson, type NdjsonInput, type ReadNdjsonOptions, readNdjson } from './stores/ndjson.ts'
export { type ExportQuery, exportNdjson } from './stores/ndjson-export.ts'
export { ndjsonSink, type TextWritable } from './stores/ndjson-sink.ts'
export { type OpenStoreOptions, openStore } from './stores/open-store.ts'
export { type OtlpSinkOptions, otlpSink } from './stores/otlp-sink.ts'
