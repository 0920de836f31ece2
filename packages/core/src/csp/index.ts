export { type AmendedCsp, amendCsp } from './change/amend.ts'
export type { AppendedDirectives, CspChange, RemovedDirectives } from './change/change.ts'
export type { Change, Witness } from './compare/change.ts'
export { describeChange, describeChanges } from './compare/describe-change.ts'
export { type DiffOptions, diff } from './compare/diff.ts'
export { intersect } from './compare/intersect.ts'
export { intersectToOne } from './compare/intersect-to-one.ts'
export type { PolicyListInput } from './compare/policy-list.ts'
export { type SubsumesOptions, subsumes } from './compare/subsumes.ts'
export { type CompileCspOptions, compileCsp } from './compile.ts'
export type { CspConfig, CspObject, CspSampleConfig } from './config.ts'
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
export {
  type FromHelmetOptions,
  fromHelmet,
  type HelmetCspOptions,
  type HelmetLibrary,
  type HelmetOptions,
  type HelmetSource,
} from './from-helmet.ts'
export {
  type FromNoseconeOptions,
  fromNosecone,
  type NoseconeCspOptions,
  type NoseconeDirective,
  type NoseconeOptions,
} from './from-nosecone.ts'
export { hashSource } from './hash.ts'
export { KEYWORDS, type Keyword, NONCE } from './keywords.ts'
export type { Bypasses, LintDelivery, LintHeaders, LintOptions } from './lint/delivery.ts'
export { applyEdit } from './lint/edit.ts'
export { type CspGrade, gradeCsp } from './lint/grade.ts'
export { lintCsp } from './lint/lint.ts'
export type { LintFinding } from './lint/lint-finding.ts'
export { matchAncestors, overridesFrameOptions } from './match/ancestors.ts'
export { describeVerdict } from './match/describe-verdict.ts'
export { DIFFERENCES, type Difference, type DifferenceId } from './match/differences.ts'
export { matchInline } from './match/inline.ts'
export { matchRequest } from './match/request.ts'
export { type SandboxFlag, sandboxFlags } from './match/sandbox.ts'
export { upgradesInsecureRequests } from './match/upgrade.ts'
export { matchWebRtc } from './match/webrtc.ts'
export { type MetaCsp, type MetaCspOptions, metaCsp } from './meta.ts'
export type { CspMigration } from './migration/migration.ts'
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
export { type ApiCspOptions, apiCsp } from './presets/api.ts'
export { type GraphiqlCspOptions, graphiqlCsp } from './presets/graphiql.ts'
export type { FrontendCspOptions, FrontendOrigin } from './presets/micro-frontend.ts'
export type { PresetOptions } from './presets/options.ts'
export { type ShellCspOptions, shellCsp } from './presets/shell.ts'
export { type SwaggerUiCspOptions, swaggerUiCsp } from './presets/swagger-ui.ts'
export { type TeamCspOptions, teamCsp } from './presets/team.ts'
export type { UiPageCspOptions } from './presets/ui-page.ts'
export { type RolloutOptions, type RolloutStage, rolloutCsp } from './rollout.ts'
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
