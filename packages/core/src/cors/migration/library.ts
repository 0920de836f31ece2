import type { Place, UnknownRecord } from '../../validate.ts'

/** Where the options come from. Nest hands them to `cors` on Express and to `@fastify/cors` on Fastify. */
export type CorsLibrary = 'cors' | '@fastify/cors' | '@koa/cors' | 'nest-express' | 'nest-fastify'

/** Dangers that the old options may hold, and that are carried over only when they are spelled out. */
export interface Dangers {
  readonly dangerouslyAllowNullOrigin?: boolean
  readonly dangerouslyAllowInsecureOrigins?: boolean
  readonly dangerouslyAllowPublicSuffixes?: boolean
  readonly dangerouslyReflectAnyOrigin?: boolean
}

/** One library's options, being read. */
export interface Reading {
  readonly library: Library
  readonly options: UnknownRecord
  readonly place: Place
  readonly dangers: Dangers
}

export interface Library {
  readonly name: 'cors' | '@fastify/cors' | '@koa/cors'
  /** What the options are called that all three have. */
  readonly names: {
    readonly methods: string
    readonly allowedHeaders: string
    readonly exposedHeaders: string
  }
  /** Methods beyond the safelisted ones that are allowed when none are given. */
  readonly methods: readonly string[]
  /** What it does when `origin` is there and unset. */
  readonly unsetOrigin: string
  /** All options it reads. */
  readonly keys: readonly string[]
}

const CORS: Library = {
  name: 'cors',
  names: { methods: 'methods', allowedHeaders: 'allowedHeaders', exposedHeaders: 'exposedHeaders' },
  methods: ['PUT', 'PATCH', 'DELETE'],
  unsetOrigin: 'turns CORS off',
  keys: [
    'origin',
    'methods',
    'allowedHeaders',
    'headers',
    'exposedHeaders',
    'credentials',
    'maxAge',
    'preflightContinue',
    'optionsSuccessStatus',
  ],
}

const FASTIFY_CORS: Library = {
  name: '@fastify/cors',
  names: CORS.names,
  methods: [],
  unsetOrigin: 'answers every request with 500',
  keys: [
    'origin',
    'methods',
    'allowedHeaders',
    'exposedHeaders',
    'credentials',
    'maxAge',
    'preflightContinue',
    'optionsSuccessStatus',
    'preflight',
    'strictPreflight',
    'hideOptionsRoute',
    'cacheControl',
    'hook',
    'logLevel',
    'delegator',
  ],
}

const KOA_CORS: Library = {
  name: '@koa/cors',
  names: { methods: 'allowMethods', allowedHeaders: 'allowHeaders', exposedHeaders: 'exposeHeaders' },
  methods: ['PUT', 'DELETE', 'PATCH'],
  unsetOrigin: 'lets every website in',
  keys: [
    'origin',
    'allowMethods',
    'allowHeaders',
    'exposeHeaders',
    'maxAge',
    'credentials',
    'keepHeadersOnError',
    'secureContext',
    'privateNetworkAccess',
  ],
}

export const LIBRARIES: ReadonlyMap<unknown, Library> = new Map([
  ['cors', CORS],
  ['@fastify/cors', FASTIFY_CORS],
  ['@koa/cors', KOA_CORS],
  ['nest-express', CORS],
  ['nest-fastify', FASTIFY_CORS],
])
