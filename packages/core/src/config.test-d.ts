import type { Config, CorsConfig, CsrfConfig } from './config.ts'

/** What must compile. */
export const allowed: readonly Config[] = [
  {},
  { cors: false, csp: false, csrf: false },
  { cors: { origins: '*' } },
  { cors: { origins: ['https://a.test'], credentials: true, methods: '*', allowedHeaders: '*' } },
  { cors: { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true } },
  { csrf: { trustedOrigins: 'cors', ownOrigin: 'https://a.test' } },
  { csrf: { ownOrigin: ['https://a.test', 'http://localhost:3000'] } },
  { routes: [{ path: '/v1/*', methods: ['PUT'], cors: false }] },
]

declare const unset: string | undefined

// @ts-expect-error an environment variable may be unset
export const unsetOrigin: CorsConfig = { origins: [unset] }

// @ts-expect-error there is no default for origins
export const noOrigins: CorsConfig = {}

// @ts-expect-error browsers refuse * beside credentials
export const starWithCredentials: CorsConfig = { origins: '*', credentials: true }

// @ts-expect-error browsers read an exposed * literally beside credentials
export const exposedStar: CorsConfig = { origins: ['https://a.test'], credentials: true, exposedHeaders: '*' }

// @ts-expect-error an environment variable may be unset
export const unsetOwnOrigin: CsrfConfig = { ownOrigin: unset }

// @ts-expect-error a typo
export const typo: CorsConfig = { origins: ['https://a.test'], alowedHeaders: [] }

// @ts-expect-error seconds are a number
export const textAge: CorsConfig = { origins: ['https://a.test'], maxAge: '600' }

// @ts-expect-error an explicit undefined is not the same as leaving it out
export const undefinedPart: Config = { csrf: undefined }
