export {
  type Config,
  ConfigError,
  type CorsConfig,
  type CspConfig,
  type CsrfConfig,
  defineCors,
  type Finding,
  type Passage,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  type ReportingConfig,
  type RouteConfig,
} from '@sallyport/core'
export { NONCE, strictCsp } from '@sallyport/core/csp'
export { compile, createHandle, toHandle } from './compile.ts'
export { enter } from './enter.ts'
export { emitWarnings } from './findings.ts'
export { type NodeMiddleware, sallyport } from './middleware.ts'
export { cspNonce } from './nonce.ts'
export { type NodeRequest, viewRequest } from './request.ts'
export type { NodeResponse } from './response.ts'
