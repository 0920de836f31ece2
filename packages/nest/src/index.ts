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
export { createHandle, type MountOptions } from '@sallyport/node'
export { Cors, Csp, CspNonce, Csrf } from './decorators.ts'
export { type GatewayCors, gatewayCors } from './gateway-cors.ts'
export { POLICY_HANDLE, type SallyportAsyncOptions, SallyportModule } from './module.ts'
export { type ReportsAsyncOptions, SallyportReportsModule } from './reports.ts'
export { changeCsp, cspNonce } from './response-csp.ts'
