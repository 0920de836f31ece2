export {
  type Config,
  ConfigError,
  type CorsConfig,
  type CspConfig,
  type CsrfConfig,
  createHandle,
  describeFinding,
  type Finding,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  type ReportingConfig,
  type RouteConfig,
} from '@sallyport/core'
export { fromCors } from '@sallyport/core/cors'
export { NONCE, strictCsp } from '@sallyport/core/csp'
export { enter } from './enter.ts'
export { emitWarnings } from './findings.ts'
export { type NodeMiddleware, sallyport } from './middleware.ts'
export { cspNonce } from './nonce.ts'
export { explainRefusals, type Refusals } from './refusals.ts'
export { type NodeRequest, type ServerAddress, tellAddress, viewRequest } from './request.ts'
export { decisionOf, type NodeResponse } from './response.ts'
export { closeUpgraded, guardUpgrades } from './upgrade-guard.ts'
