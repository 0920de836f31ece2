export { applyHeaders, applyVary, drawNonce, type HeaderSink, renderCsp } from './apply.ts'
export { compile } from './compile.ts'
export type { CompileOptions } from './compile-options.ts'
export type {
  AnonymousCorsConfig,
  Config,
  CorsConfig,
  CredentialedCorsConfig,
  CsrfConfig,
  ReflectingCorsConfig,
  ReportingConfig,
  RouteConfig,
  RoutePolicy,
} from './config.ts'
export { defineCors } from './cors/define.ts'
export type { CspConfig, CspObject } from './csp/config.ts'
export type { CompiledCsp, CspHeader } from './csp/policy.ts'
export { decide, isPreflight, routeMethod } from './decide.ts'
export type { AnswerDecision, ContinueDecision, Decision, HeaderPair, Reason } from './decision.ts'
export { type Explanation, explain } from './explain.ts'
export { ConfigError, describeFinding, FINDING_CODES, type Finding, type FindingCode } from './finding.ts'
export { type HandleOptions, handle, type Passage } from './handle.ts'
export { createNonce } from './nonce.ts'
export { overridePolicy } from './override.ts'
export { isPolicy, type Policy } from './policy.ts'
export { createHandle, type PolicyHandle, type PolicySource, toHandle } from './policy-handle.ts'
export type { RequestView } from './request.ts'
