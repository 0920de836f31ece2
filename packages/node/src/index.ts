export {
  type AnonymousCorsConfig,
  type Config,
  ConfigError,
  type CorsConfig,
  type CredentialedCorsConfig,
  type CspChange,
  type CspConfig,
  type CspObject,
  type CspSetting,
  type CsrfConfig,
  defineCors,
  describeFinding,
  type FetchClient,
  type FetchHandler,
  type Finding,
  type OriginResolver,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  type ReflectingCorsConfig,
  type ReportingConfig,
  type ResolvedOrigins,
  type RouteConfig,
  type RoutePolicy,
} from '@sallyport/core'
export { fromCors } from '@sallyport/core/cors'
export {
  apiCsp,
  fromHelmet,
  fromNosecone,
  graphiqlCsp,
  NONCE,
  shellCsp,
  strictCsp,
  swaggerUiCsp,
  teamCsp,
} from '@sallyport/core/csp'
export { changeCsp } from './change-csp.ts'
export { compile, createHandle, toHandle } from './compile.ts'
export { enter } from './enter.ts'
export { type AnswerOptions, answerWith } from './fetch-handler.ts'
export { emitLoneChange, emitWarnings } from './findings.ts'
export { type NodeMiddleware, sallyport } from './middleware.ts'
export { checkHandler, createMount, type Mount, type MountOptions } from './mount.ts'
export { cspNonce } from './nonce.ts'
export { explainRefusals, type Refusals } from './refusals.ts'
export { type ReportsMiddleware, reports } from './reports.ts'
export { type NodeRequest, type ServerAddress, tellAddress, viewRequest } from './request.ts'
export { decisionOf, type NodeResponse } from './response.ts'
export { showPath } from './shown-path.ts'
export { closeUpgraded, guardUpgrades } from './upgrade-guard.ts'
