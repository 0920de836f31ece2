export type { CandidatePolicy } from './candidate.ts'
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
export { explainGroup, type GroupExplanation, type SmallestChange } from './explain-group.ts'
export { fingerprintOf } from './fingerprint.ts'
export type { Browser, FoldedGroup, Group, Noise, ServedPolicy, Standing } from './group.ts'
export { healthText } from './health.ts'
export { createJudge, type Judge } from './judge.ts'
export type { JudgeOptions } from './judge-options.ts'
export {
  type Lead,
  type LeadReason,
  type Learned,
  type LearnedAdvice,
  type LearnOptions,
  learn,
  type Proposal,
} from './learn.ts'
export { describeLearned } from './learned-words.ts'
export { NOISE_RULES, NOISE_RULES_VERSION, type NoiseCondition, type NoiseRule } from './noise-rules.ts'
export type { Obstacle } from './obstacles.ts'
export { recentOf } from './recent-report.ts'
export {
  type QuietPeriod,
  type Replay,
  type ReplayCoverage,
  type ReplayedGroup,
  type ReplayOptions,
  replay,
} from './replay.ts'
export { describeReplay } from './replay-words.ts'
export type { QueryResult, ReportQuery, ReportSink, ReportStore, StoredGroup, WriteBatch } from './store.ts'
export { type MemoryStoreOptions, memoryStore } from './stores/memory.ts'
export { importNdjson, type NdjsonInput, type ReadNdjsonOptions, readNdjson } from './stores/ndjson.ts'
export { type ExportQuery, exportNdjson } from './stores/ndjson-export.ts'
export { ndjsonSink, type TextWritable } from './stores/ndjson-sink.ts'
export { type OpenStoreOptions, openStore } from './stores/open-store.ts'
export { type OtlpSinkOptions, otlpSink } from './stores/otlp-sink.ts'
export type { Evidence } from './votes.ts'
