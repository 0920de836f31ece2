export {
  type AnonymousCorsConfig,
  type Config,
  ConfigError,
  type CorsConfig,
  type CredentialedCorsConfig,
  type CspConfig,
  type CspObject,
  type CsrfConfig,
  createHandle,
  describeFinding,
  type Finding,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  type ReflectingCorsConfig,
  type ReportingConfig,
  type RouteConfig,
  type RoutePolicy,
} from '@sallyport/core'
export { fromCors } from '@sallyport/core/cors'
export { NONCE, strictCsp } from '@sallyport/core/csp'
export { guardUpgrades } from '@sallyport/node'
export { type SallyportOptions, type SallyportState, sallyport } from './middleware.ts'
export { corsPolicy, cspPolicy, csrfPolicy, type PolicyMiddleware } from './route-policy.ts'
export type { MountedRouter, PolicyRouter } from './router-match.ts'
