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
export { type FrameworkErrorHandler, frameworkErrors } from './framework-errors.ts'
export { sallyport } from './plugin.ts'
export { reports } from './reports.ts'
