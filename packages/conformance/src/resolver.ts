import type { Config, OriginResolver, ResolvedOrigins } from '@sallyport/core'

// No file holds a function, and Next.js runs in another process: what is asked is the same for every adapter, and said here.

export const AT_ONCE = 'https://at-once.example.com'
export const LATER = 'https://later.example.com'
export const REFUSED = 'https://refused.example.com'
export const REJECTING = 'https://rejecting.example.com'
export const THROWING = 'https://throwing.example.com'
export const UNDECIDED = 'https://undecided.example.com'
export const LATE = 'https://late.example.com'

const resolve: OriginResolver = (origin) => {
  switch (origin) {
    case AT_ONCE:
      return true
    case LATER:
      return Promise.resolve(true)
    case REJECTING:
      return Promise.reject(new Error('rejected for the contract'))
    case THROWING:
      throw new Error('thrown for the contract')
    case LATE:
      return new Promise(() => {})
    default:
      return Promise.resolve(false)
  }
}

/** The configuration with an origin resolver, for which the origins it lists are known without asking. */
export function withResolver(config: Config): Config {
  const { cors } = config
  if (cors === undefined || cors === false || !isList(cors.origins)) throw new Error('There are no origins to know.')
  const origins: ResolvedOrigins = { resolve, known: cors.origins, deadline: 150 }
  return Object.assign({}, config, { cors: Object.assign({}, cors, { origins }) })
}

// Array.isArray narrows a readonly array to any[].
function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}
