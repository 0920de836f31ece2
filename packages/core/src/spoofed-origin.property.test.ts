import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viewOf } from './arbitrary.test-kit.ts'
import { attacksOn } from './attack.test-kit.ts'
import { compile } from './compile.ts'
import type { CorsConfig } from './config.ts'
import { runs } from './property.test-kit.ts'
import { resolve } from './resolve.ts'

/** A configuration, and whom it admits in the plainest words. */
interface Trust {
  readonly title: string
  readonly cors: CorsConfig
  readonly exact: readonly string[]
  readonly below?: readonly { readonly scheme: string; readonly domain: string; readonly port: string }[]
  readonly anyPortOf?: readonly { readonly scheme: string; readonly host: string }[]
  readonly trustsNull?: true
  /** Origins below a wildcard or on some port, which pass. */
  readonly samples?: readonly string[]
}

const EXACT = [
  'https://example.com',
  'https://www.example.com:8443',
  'http://localhost:3000',
  'https://[2001:db8::1]',
  'https://192.0.2.1',
  'app://shell',
  'https://xn--bcher-kva.example',
]
const WILD = ['https://*.example.com', 'https://*.example.org:8443']
const BELOW = [
  { scheme: 'https', domain: 'example.com', port: '' },
  { scheme: 'https', domain: 'example.org', port: '8443' },
]
const BELOW_SAMPLES = [
  'https://a.example.com',
  'https://a.b.example.com',
  'https://xn--bcher-kva.example.com',
  'https://a.example.org:8443',
]
const resolved = (origin: string): boolean => EXACT.includes(origin)

const TRUSTS: readonly Trust[] = [
  { title: 'one exact origin', cors: { origins: ['https://example.com'] }, exact: ['https://example.com'] },
  { title: 'exact origins', cors: { origins: EXACT, credentials: true, timingAllow: true }, exact: EXACT },
  {
    title: 'exact origins, and null',
    cors: { origins: EXACT, dangerouslyAllowNullOrigin: true },
    exact: EXACT,
    trustsNull: true,
  },
  {
    title: 'a wildcard',
    cors: { origins: ['https://*.example.com'], timingAllow: true },
    exact: [],
    below: [{ scheme: 'https', domain: 'example.com', port: '' }],
    samples: ['https://a.example.com', 'https://a.b.example.com'],
  },
  {
    title: 'any port',
    cors: { origins: ['http://localhost:*', 'https://[::1]:*', 'https://example.com:*'] },
    exact: [],
    anyPortOf: [
      { scheme: 'http', host: 'localhost' },
      { scheme: 'https', host: '[::1]' },
      { scheme: 'https', host: 'example.com' },
    ],
    samples: [
      'http://localhost',
      'http://localhost:3000',
      'https://[::1]:3000',
      'https://example.com',
      'https://example.com:1',
    ],
  },
  {
    title: 'wildcards on any port',
    cors: { origins: ['https://*.example.com:*'], credentials: true },
    exact: [],
    below: [{ scheme: 'https', domain: 'example.com', port: '*' }],
    samples: ['https://a.example.com', 'https://a.example.com:8443'],
  },
  {
    title: 'exact origins and wildcards, the app answering preflights',
    cors: {
      origins: [...EXACT, ...WILD].filter((one) => one !== 'https://www.example.com:8443'),
      preflightContinue: true,
      timingAllow: true,
    },
    exact: EXACT.filter((one) => one !== 'https://www.example.com:8443'),
    below: BELOW,
    samples: BELOW_SAMPLES,
  },
  {
    title: 'exact origins and wildcards, told no more than was asked for',
    cors: { origins: ['https://example.com', ...WILD], preflightDisclosure: 'minimal', credentials: true },
    exact: ['https://example.com'],
    below: BELOW,
    samples: BELOW_SAMPLES,
  },
  { title: 'a resolver that answers at once', cors: { origins: resolved, timingAllow: true }, exact: EXACT },
  { title: 'a resolver that takes its time', cors: { origins: async (origin) => resolved(origin) }, exact: EXACT },
  {
    title: 'a resolver beside known wildcards, the app answering preflights',
    cors: { origins: { resolve: resolved, known: WILD, cacheSeconds: 0 }, preflightContinue: true },
    exact: EXACT,
    below: BELOW,
    samples: BELOW_SAMPLES,
  },
]

/** The rule, by the URL standard and whole labels. */
function admits({ exact, below = [], anyPortOf = [], trustsNull }: Trust, origin: string): boolean {
  if (exact.includes(origin)) return true
  if (origin === 'null') return trustsNull === true
  const url = parse(origin)
  if (url === undefined) return false
  return (
    below.some(
      ({ scheme, domain, port }) =>
        url.protocol === `${scheme}:` && isBelow(url.hostname, domain) && (port === '*' || port === url.port),
    ) || anyPortOf.some(({ scheme, host }) => url.protocol === `${scheme}:` && url.hostname === host)
  )
}

/** Undefined for what is not written as a browser would write it. */
function parse(origin: string): URL | undefined {
  // Which A-labels stand for something is a matter for registries. Below a domain they are its owner's, whatever they stand for.
  const plain = origin
    .split('.')
    .map((label) => (label.includes('xn--') ? label.replace('xn--', 'xx--') : label))
    .join('.')
  return URL.canParse(plain) && new URL(plain).origin === plain ? new URL(plain) : undefined
}

function isBelow(host: string, domain: string): boolean {
  const labels = host.split('.')
  const parents = domain.split('.')
  return labels.length > parents.length && labels.slice(-parents.length).join('.') === domain && !labels.includes('')
}

const asked = fc.record(
  {
    'access-control-request-method': fc.constantFrom('GET', 'POST', 'PUT', 'put'),
    'access-control-request-headers': fc.constantFrom('', 'x-a', 'x-b'),
  },
  { requiredKeys: [] },
)

function grants(method: string, sent: { readonly [name: string]: string | undefined }): boolean {
  const requested = sent['access-control-request-method']
  if (method !== 'OPTIONS' || requested === undefined) return true
  return (
    ['GET', 'POST'].includes(requested) &&
    sent['access-control-request-headers'] !== 'x-b' &&
    sent['access-control-request-headers'] !== 'x-a'
  )
}

describe.each(TRUSTS)('$title', (trust) => {
  const policy = compile({ cors: trust.cors, csrf: { trustedOrigins: 'cors' } })
  const admitted = [...trust.exact, ...(trust.samples ?? [])]
  const target = fc.record({ method: fc.constantFrom('GET', 'OPTIONS', 'OPTIONS', 'POST'), path: fc.constant('/') })

  test.each(admitted)('%s passes', async (origin) => {
    const decision = await resolve(policy, viewOf({ method: 'GET', path: '/' }, { origin }))
    expect(Object.fromEntries(decision.headers)).toHaveProperty('access-control-allow-origin', origin)
  })

  test('who is not admitted gets no header of CORS, and may change nothing', async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(attacksOn(admitted), target, asked, async (origin, to, more) => {
        const decision = await resolve(policy, viewOf(to, { origin, ...more }))
        const names: string[] = []
        decision.eachHeader(names, (list, name, value) => {
          if (name.startsWith('access-control-') || name === 'timing-allow-origin') list.push(`${name}: ${value}`)
        })
        const passes = admits(trust, origin)
        if (passes && grants(to.method, more)) return
        refused++
        // The guard answers whoever is not trusted with a change; null never is.
        if (to.method === 'POST') expect(decision).toMatchObject({ kind: 'answer', status: 403 })
        expect(names).toEqual([])
      }),
      { numRuns: runs(1500) },
    )
    expect(refused).toBeGreaterThan(runs(1500) / 2)
  })
})

/** Which numbers are an address is not looked at: no page can come from one that is none. */
function isAddress(origin: string): boolean {
  const [, host = ''] = origin.split('://')
  return host.startsWith('[') || /[0-9]\.?(:[0-9]+)?$/.test(host)
}

test('a resolver is asked about origins only as a browser writes them', () => {
  const seen: string[] = []
  const policy = compile({ cors: { origins: (origin) => seen.push(origin) > 0 } })
  fc.assert(
    fc.property(attacksOn([...EXACT, ...BELOW_SAMPLES]), (origin) => {
      seen.length = 0
      resolve(policy, viewOf({ method: 'GET', path: '/' }, { origin }))
      for (const one of seen) {
        expect(one.toLowerCase()).toBe(one)
        if (/^https?:/.test(one) && !isAddress(one)) expect(parse(one), one).toBeDefined()
      }
    }),
    { numRuns: runs(3000) },
  )
})
