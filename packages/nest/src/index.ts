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
export { Cors, Csp, CspNonce, Csrf } from './decorators.ts'
export { type GatewayCors, gatewayCors } from './gateway-cors.ts'
export { POLICY_HANDLE, type SallyportAsyncOptions, SallyportModule } from './module.ts'
export { cspNonce } from './nonce.ts'
