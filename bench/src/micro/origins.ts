import { type BenchRequest, type Fill, freshText } from './exchange.ts'

export const APP = 'https://app.example.com'
export const PATTERN = 'https://*.team.example.com'
/** As users of the peers write it: any depth. */
export const EXPRESSION: RegExp = /^https:\/\/([a-z0-9-]+\.)+team\.example\.com$/

const TOPICS = ['shop', 'billing', 'search', 'maps', 'mail', 'design', 'data'] as const
const DOMAINS = ['example.com', 'example.org', 'tenants.example.net'] as const

/** Origins of tenants, of several lengths, alike at both ends. */
export function tenantOrigins(count: number): readonly string[] {
  return asRead(
    Array.from({ length: count }, (_, index) => {
      const topic = TOPICS[index % TOPICS.length] ?? 'shop'
      return `https://${topic}-${index * 7919}.${DOMAINS[index % DOMAINS.length] ?? 'example.com'}`
    }),
  )
}

/** The same tenants, none of them listed. */
export function strangerOrigins(count: number): readonly string[] {
  return tenantOrigins(count).map((origin) => origin.replace('https://', 'https://x'))
}

/** Origins of preview deployments, named by ids: all of one length, and in no order. */
export function previewOrigins(count: number, first = 0): readonly string[] {
  return asRead(
    Array.from({ length: count }, (_, index) => {
      const id = scatter(first + index)
        .toString(16)
        .padStart(8, '0')
      return `https://pr-${id}.preview.example.com`
    }),
  )
}

/** Previews that are not listed where that many are. */
export function unlistedPreviews(count: number): readonly string[] {
  return previewOrigins(count, count)
}

/** No two numbers become the same one: each step can be undone. */
function scatter(number: number): number {
  let value = Math.imul(number ^ 0x5bd1e995, 0x9e3779b1)
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/**
 * As a file or a database gives a list: strings of their own, one behind the other in memory. What a template literal makes are pieces
 * that everybody who compares them would have to put together.
 */
export function asRead(texts: readonly string[]): readonly string[] {
  return JSON.parse(JSON.stringify(texts))
}

/** Each request from one of these, chosen at random: the worst case for a cache. */
export function fromAnyOf(origins: readonly string[]): Fill {
  // In one buffer, so that choosing one does not bring the listed string itself into the cache.
  const bytes = Buffer.from(origins.join(''), 'latin1')
  const ends = new Uint32Array(origins.length + 1)
  origins.forEach((origin, index) => {
    ends[index + 1] = (ends[index] ?? 0) + origin.length
  })
  return (request) => {
    const index = Math.floor(Math.random() * origins.length)
    request.headers.origin = freshText(bytes, ends[index] ?? 0, ends[index + 1] ?? 0)
  }
}

/** As many of a list as are likely to be about at one time, from anywhere in it. */
export function activeAmong(origins: readonly string[]): readonly string[] {
  return origins.filter((_, index) => index % ACTIVE === ACTIVE >> 1)
}

/** One tenant of a thousand. */
const ACTIVE = 1_000

/** The same for a list so long that it is made only where it is used. */
export function fromAnyOfThese(make: () => readonly string[]): Fill {
  let fill: Fill | undefined
  return (request) => {
    fill ??= fromAnyOf(make())
    fill(request)
  }
}

/** A preflight from the app: method and headers asked for. */
export function preflight(method: string, headers: string): Fill {
  const fillOrigin = fromAnyOf([APP])
  const methodBytes = Buffer.from(method, 'latin1')
  const headerBytes = Buffer.from(headers, 'latin1')
  return (request: BenchRequest) => {
    fillOrigin(request)
    request.method = 'OPTIONS'
    request.headers['access-control-request-method'] = freshText(methodBytes)
    request.headers['access-control-request-headers'] = freshText(headerBytes)
  }
}
