export { type Config, ConfigError, type CspConfig, type CspObject, type CspSetting, defineCors } from '@sallyport/core'
export { fromCors } from '@sallyport/core/cors'
export {
  apiCsp,
  fromHelmet,
  fromNosecone,
  graphiqlCsp,
  NONCE,
  rolloutCsp,
  shellCsp,
  strictCsp,
  swaggerUiCsp,
  teamCsp,
} from '@sallyport/core/csp'
export {
  type NextConfigContext,
  type NextConfigFunction,
  type SealOptions,
  withSallyport,
} from './with-sallyport.ts'
