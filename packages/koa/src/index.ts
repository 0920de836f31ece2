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
export { createHandle, guardUpgrades, type MountOptions } from '@sallyport/node'
export type { SallyportContext } from './csp-context.ts'
export { type SallyportOptions, sallyport } from './middleware.ts'
export type { SallyportState } from './nonce-state.ts'
export { type ReportsMiddleware, reports } from './reports.ts'
export { corsPolicy, cspPolicy, csrfPolicy, type PolicyMiddleware } from './route-policy.ts'
export type { MountedRouter, PolicyRouter } from './router-match.ts'
