export {
  type AnonymousCorsConfig,
  type Config,
  ConfigError,
  type CorsConfig,
  type CredentialedCorsConfig,
  type CspConfig,
  type CspObject,
  type CsrfConfig,
  defineCors,
  describeFinding,
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
export { createHandle } from '@sallyport/node'
export { Cors, Csp, CspNonce, Csrf } from './decorators.ts'
export { type GatewayCors, gatewayCors } from './gateway-cors.ts'
export { POLICY_HANDLE, type SallyportAsyncOptions, SallyportModule } from './module.ts'
export { cspNonce } from './nonce.ts'
