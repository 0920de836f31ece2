export { type CompileCspOptions, compileCsp } from './compile.ts'
export type { CspConfig, CspObject } from './config.ts'
export {
  type AncestorSourceList,
  DIRECTIVES,
  type DirectiveName,
  type DirectiveRow,
  type Directives,
  SANDBOX_TOKENS,
  type SandboxToken,
  type SourceIn,
  type SourceList,
  type TrustedTypesList,
  type ValueGrammar,
} from './directives.ts'
export { hashSource } from './hash.ts'
export { KEYWORDS, type Keyword, NONCE } from './keywords.ts'
export type { Bypasses, LintDelivery, LintOptions } from './lint/delivery.ts'
export { applyEdit } from './lint/edit.ts'
export { type CspGrade, gradeCsp } from './lint/grade.ts'
export { lintCsp } from './lint/lint.ts'
export type { LintFinding } from './lint/lint-finding.ts'
export { matchAncestors, overridesFrameOptions } from './match/ancestors.ts'
export { DIFFERENCES, type Difference, type DifferenceId } from './match/differences.ts'
export { matchInline } from './match/inline.ts'
export { matchRequest } from './match/request.ts'
export { type SandboxFlag, sandboxFlags } from './match/sandbox.ts'
export { upgradesInsecureRequests } from './match/upgrade.ts'
export { matchWebRtc } from './match/webrtc.ts'
export {
  type Delivery,
  type IgnoredBecause,
  type ParsedDirective,
  type ParsedPolicy,
  parseCsp,
  type Span,
  serializeCsp,
  type Token,
} from './parse.ts'
export type { CompiledCsp, CspHeader } from './policy.ts'
export type { PolicyInput } from './policy-input.ts'
export {
  type HashAlgorithm,
  type HashSource,
  type HostSource,
  hostSource,
  isSourceProblem,
  type ParsedSource,
  parseSource,
  type SourceKind,
  type SourceProblem,
} from './source.ts'
export { type HashCspOptions, type NonceCspOptions, type StrictCspOptions, strictCsp } from './strict.ts'
export type {
  Initiator,
  Inline,
  MatchOptions,
  NearMiss,
  Page,
  Profile,
  ResourceRequest,
  Verdict,
  VerdictReason,
} from './verdict.ts'
