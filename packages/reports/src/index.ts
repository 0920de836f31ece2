export type { CandidatePolicy } from './candidate.ts'
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
