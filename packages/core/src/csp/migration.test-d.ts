import { type FromHelmetOptions, fromHelmet, type HelmetCspOptions, type HelmetOptions } from './from-helmet.ts'
import { type FromNoseconeOptions, fromNosecone, type NoseconeOptions } from './from-nosecone.ts'

declare const disabled: unique symbol
interface Response {
  locals: { nonce: string }
}

/** What must compile. */
export const policies: readonly HelmetCspOptions[] = [
  {},
  { useDefaults: false, reportOnly: true },
  {
    directives: {
      scriptSrc: ["'self'", (_request: Request, response: Response) => `'nonce-${response.locals.nonce}'`],
    },
  },
  { directives: { 'img-src': new Set(['data:']), fontSrc: "'self' https:", upgradeInsecureRequests: null } },
  { directives: { defaultSrc: disabled } },
]

export const options: readonly HelmetOptions[] = [
  {},
  { contentSecurityPolicy: false, hsts: false, frameguard: { action: 'deny' } },
  { contentSecurityPolicy: { directives: { imgSrc: ['*'] } }, xFrameOptions: false },
  { enableCSPNonces: true, global: true },
]

export const sources: readonly FromHelmetOptions[] = [
  {},
  { from: 'helmet' },
  { from: '@fastify/helmet' },
  { from: 'koa-helmet' },
]

export const nosecones: readonly NoseconeOptions[] = [
  {},
  { contentSecurityPolicy: { directives: { scriptSrc: ["'self'", () => "'nonce-x'"], sandbox: false } } },
  { contentSecurityPolicy: true, xFrameOptions: { action: 'deny' } },
]

// @ts-expect-error a typo
export const misspelt: HelmetOptions = { contentSecurtyPolicy: false }

// @ts-expect-error a flag is no value of a directive
export const flag: HelmetCspOptions = { directives: { upgradeInsecureRequests: true } }

// @ts-expect-error an environment variable may be unset
export const unset: HelmetCspOptions = { directives: { imgSrc: [Math.random() > 2 ? 'a' : undefined] } }

// @ts-expect-error numbers are no sources
export const numbers: HelmetCspOptions = { directives: { imgSrc: [7] } }

// @ts-expect-error directives stand inside
fromHelmet({ scriptSrc: ["'self'"] })

// @ts-expect-error another library
fromHelmet({}, { from: 'nosecone' })

// @ts-expect-error a text is no list, though nosecone only notices by sending nothing
fromNosecone({ directives: { scriptSrc: "'self'" } })

// @ts-expect-error a typo
export const misspeltNosecone: NoseconeOptions = { contentSecurtyPolicy: false }

// @ts-expect-error another library
export const otherNosecone: FromNoseconeOptions = { from: 'helmet' }

// @ts-expect-error null means that there is no translation: it is no configuration
fromHelmet().csp.directives
