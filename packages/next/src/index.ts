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
export { createHandle } from './compile.ts'
export {
  type CorsOptions,
  cors,
  type GuardedHandlers,
  type MethodPolicies,
  type RouteHandler,
  type RouteHandlers,
} from './cors.ts'
export { cspNonce, type NonceProps, nonceProps } from './nonce.ts'
export { type Proxy, type ProxyHandler, type ProxyOptions, sallyport } from './proxy.ts'
export {
  type ReportsHandlers,
  type ReportsOptions,
  reports,
} from './reports.ts'
