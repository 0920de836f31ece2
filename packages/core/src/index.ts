export {
  applyEndpoints,
  applyHeaders,
  applyVary,
  drawNonce,
  eachCspHeader,
  type HeaderSink,
  renderCsp,
} from './apply.ts'
export { type ChangedDecision, changeDecision, composeDecisions, withoutNonces } from './change-decision.ts'
export { compile } from './compile.ts'
export type { CompileOptions } from './compile-options.ts'
export type {
  AnonymousCorsConfig,
  Config,
  CorsConfig,
  CredentialedCorsConfig,
  CspSetting,
  CsrfConfig,
  ReflectingCorsConfig,
  ReportingConfig,
  RouteConfig,
  RoutePolicy,
} from './config.ts'
export { defineCors } from './cors/define.ts'
export type { Admission, OriginResolver, ResolvedOrigins } from './cors/origin-resolver.ts'
export type { CspChange } from './csp/change/change.ts'
export { isOnlyChanges, layerCsp } from './csp/change/layer.ts'
export type { CspConfig, CspObject, CspSampleConfig } from './csp/config.ts'
export type { CompiledCsp, CspHeader } from './csp/policy.ts'
export { decide, isPreflight, routeMethod } from './decide.ts'
export type { AnswerDecision, ContinueDecision, Decision, HeaderPair, Reason } from './decision.ts'
export { describeExplanation } from './explain/describe.ts'
export { explain } from './explain/explain.ts'
export type { BrowserMessages, Edit, Explanation, Fix, NearMiss, NearMissKind } from './explain/explanation.ts'
export { printable } from './explain/printable.ts'
export { createRefusalLog, type RefusalLog, type RefusalLogOptions } from './explain/refusal-log.ts'
export type { FetchClient, FetchHandler } from './fetch-handler.ts'
export { ConfigError, describeFinding, FINDING_CODES, type Finding, type FindingCode, showValue } from './finding.ts'
export { type HandleOptions, handle, type Passage, respondWith } from './handle.ts'
export { keepFromSharedCaches, type PrivateCacheControl } from './http/cache-control.ts'
export { nearestName } from './nearest.ts'
export { createNonce } from './nonce.ts'
export { carryOverrides, type OverridePlaces, overridePolicy, overrideWarnings } from './override.ts'
export { isPolicy, type Policy } from './policy.ts'
export { createHandle, type PolicyHandle, type PolicySource, toHandle } from './policy-handle.ts'
export type { RequestView } from './request.ts'
export { resolve } from './resolve.ts'
