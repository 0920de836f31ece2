import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { decide } from '../decide.ts'
import { ConfigError } from '../finding.ts'
import { runs } from '../property.test-kit.ts'
import type { RequestView } from '../request.ts'
import { describeExplanation } from './describe.ts'
import { explain } from './explain.ts'
import type { Edit, Explanation } from './explanation.ts'
import { createRefusalLog } from './refusal-log.ts'

const HOSTS = [
  'a.test',
  'shop.example.com',
  'example.com',
  'deep.shop.example.com',
  'localhost',
  '127.0.0.1',
  'b.example',
]
const host = fc.constantFrom(...HOSTS)
const name = host.filter((one) => one !== '127.0.0.1')
const port = fc.constantFrom('', '', ':8443', ':3000')
const exact = fc.tuple(fc.constantFrom('https', 'https', 'http'), host, port).map(([s, h, p]) => `${s}://${h}${p}`)
const pattern = fc
  .tuple(fc.constantFrom('https'), name, fc.constantFrom('', ':*'))
  .map(([s, h, p]) => `${s}://*.${h}${p}`)
const names = fc.subarray(['x-request-id', 'authorization', 'content-type', 'x-b'])
const methods = fc.subarray(['PUT', 'DELETE', 'PATCH'])
const cors = fc.oneof(
  fc.constant(false as const),
  fc.record({
    origins: fc.constant('*' as const),
    methods,
    allowedHeaders: fc.oneof(names, fc.constant('*' as const)),
  }),
  fc
    .record({
      origins: fc.uniqueArray(fc.oneof(exact, exact, pattern), { minLength: 1, maxLength: 5 }),
      methods,
      allowedHeaders: names,
      credentials: fc.boolean(),
      insecure: fc.boolean(),
      preflightContinue: fc.boolean(),
    })
    .map(({ insecure, ...rest }) => ({ ...rest, ...(insecure ? { dangerouslyAllowInsecureOrigins: true } : {}) })),
)
const csrf = fc.oneof(
  fc.boolean(),
  fc.constant({}),
  fc.constant({ trustedOrigins: 'cors' as const }),
  fc.record({ trustedOrigins: fc.uniqueArray(exact, { minLength: 1, maxLength: 3 }) }),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })
const route = fc
  .record({
    path: fc.constantFrom('/v1/*', '/v1/orders'),
    methods: maybe(fc.constantFrom(['PUT'], ['GET', 'POST'])),
    cors: maybe(cors),
    csrf: maybe(csrf),
  })
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)))
const config: fc.Arbitrary<Config> = fc
  .record({
    cors,
    csrf,
    routes: fc.uniqueArray(route, { maxLength: 3, selector: (one) => JSON.stringify([one.path, one.methods]) }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)))

const browserHeaders = fc.record({
  host: fc.constantFrom('api.example.com', 'localhost:3000'),
  'sec-fetch-site': fc.constantFrom('cross-site', 'same-site'),
  'sec-fetch-mode': fc.constant('cors'),
  'access-control-request-method': maybe(fc.constantFrom('PUT', 'DELETE', 'PATCH', 'GET', 'patch', 'FOO')),
  'access-control-request-headers': maybe(
    fc.constantFrom('x-request-id', 'authorization', 'content-type,x-b,x-c', 'x-reqest-id'),
  ),
  cookie: maybe(fc.constant('a=b')),
})
const path = fc.constantFrom('/', '/v1/orders', '/v1/orders/', '/v1/x?a=b', '/V1/orders', '/v1//x')
const method = fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS')

function viewOf(to: { readonly method: string; readonly path: string }, headers: object): RequestView {
  const values = new Map<string, string | undefined>(Object.entries(headers))
  return { ...to, header: (name) => values.get(name) }
}

const origin = fc.oneof(
  exact,
  exact,
  name.map((h) => `https://www.${h}`),
  name.map((h) => `https://x.${h}`),
)
const browserRequest = fc
  .tuple(fc.record({ method, path }), browserHeaders, origin)
  .map(([to, headers, from]) => viewOf(to, { ...headers, origin: from }))

/** Anything at all, and what looks like it was made for us. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'https://*.com',
    'https://a.test:*',
    'null',
    '',
    '://',
    'https://',
    'https://a.test\r\nx: y',
    '{url}',
    'https://xn--',
  ),
  fc
    .tuple(fc.constantFrom(...HOSTS), fc.string({ unit: 'binary', maxLength: 5 }))
    .map((parts) => `https://${parts.join('')}`),
  fc.constant(`https://${'a.'.repeat(8000)}test`),
  fc.constant('x,'.repeat(8000)),
)
const hostileRequest = fc
  .record({
    method: fc.oneof(method, hostile),
    path: fc.oneof(path, hostile),
    headers: fc.dictionary(
      fc.constantFrom(
        'origin',
        'host',
        'upgrade',
        'cookie',
        'sec-fetch-site',
        'sec-fetch-mode',
        'sec-fetch-dest',
        'access-control-request-method',
        'access-control-request-headers',
      ),
      fc.oneof(hostile, exact),
    ),
  })
  .map(({ headers, ...to }) => viewOf(to, headers))

function compiled(anyConfig: Config): ReturnType<typeof compile> | undefined {
  try {
    return compile(anyConfig)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

/** What a reader of `fix` would do by hand. */
function applyEdits(written: Config, edits: readonly Edit[]): Config {
  const copy = JSON.parse(JSON.stringify(written))
  for (const edit of edits) {
    const keys = edit.path.replaceAll('[', '.').replaceAll(']', '').split('.')
    const last = keys.pop() ?? ''
    const parent = keys.reduce((value, key) => value[key], copy)
    parent[last] = edit.action === 'set' ? edit.value : [...(parent[last] ?? []), edit.value]
  }
  return copy
}

const REFUSED = [
  'origin-refused',
  'preflight-origin-refused',
  'preflight-method-refused',
  'preflight-header-refused',
  'cross-origin-refused',
]

/** Why an explanation may leave out the change as data. */
function needsNoEdits({ nearMisses, message, fix }: Explanation): boolean {
  return (
    nearMisses.some(({ kind }) => kind === 'look-alike') ||
    message.includes('not in normal form') ||
    message.includes("the server's own") ||
    fix?.change.startsWith('In the page') === true
  )
}

describe('the change that is offered', () => {
  test('lets the request through, and is offered for whatever a browser sends', () => {
    let applied = 0
    fc.assert(
      fc.property(config, browserRequest, (written, request) => {
        const policy = compiled(written)
        fc.pre(policy !== undefined)
        const explanation = explain(policy, request)
        fc.pre(REFUSED.includes(explanation.reason))
        const edits = explanation.fix?.edits ?? []
        if (edits.length === 0) {
          expect(needsNoEdits(explanation), explanation.message).toBe(true)
          return
        }
        applied++
        const after = decide(compile(applyEdits(written, edits)), request)
        expect(after.reason).not.toBe(explanation.reason)
      }),
      { numRuns: runs(3000) },
    )
    expect(applied).toBeGreaterThan(500)
  })

  test('turns credentials on where a cookie shows that the page wants them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(exact, { minLength: 1, maxLength: 5 }), fc.boolean(), (origins, onRoute) => {
        const part = { origins }
        const written = onRoute ? { routes: [{ path: '/v1/*', cors: part }] } : { cors: part }
        const request = viewOf({ method: 'GET', path: '/v1/x' }, { origin: origins[0], cookie: 'a=b' })
        const { fix, browserMessages } = explain(compile(written), request)
        expect(browserMessages?.chromium[0]).toContain("credentials mode is 'include'")
        // Where an http: origin is listed, credentials are nothing to advise.
        fc.pre(fix !== undefined)
        const { headers } = decide(compile(applyEdits(written, fix?.edits ?? [])), request)
        expect(headers).toContainEqual(['access-control-allow-credentials', 'true'])
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('any request whatever', () => {
  test('is explained in printable text of bounded length, and decided as ever', () => {
    fc.assert(
      fc.property(config, hostileRequest, (written, request) => {
        const policy = compiled(written)
        fc.pre(policy !== undefined)
        const explanation = explain(policy, request)
        expect(JSON.stringify(explanation.decision)).toBe(JSON.stringify(decide(policy, request)))
        const text = describeExplanation(explanation)
        expect(text.length).toBeLessThanOrEqual(2048)
        for (const line of text.split('\n')) expect(isPrintable(line)).toBe(true)
        for (const line of [explanation.message, ...explanation.nearMisses.map((miss) => miss.message)]) {
          expect(isPrintable(line)).toBe(true)
        }
        const { fix } = explanation
        if (fix !== undefined) expect(isPrintable(fix.change + fix.risk)).toBe(true)
      }),
      { numRuns: runs(3000) },
    )
  })

  test('never gets a change offered that trusts a pattern, null or no origin', () => {
    fc.assert(
      fc.property(config, hostileRequest, (written, request) => {
        const policy = compiled(written)
        fc.pre(policy !== undefined)
        for (const { path: where, value } of explain(policy, request).fix?.edits ?? []) {
          if (where.includes('rigins') || where.includes('csrf')) expect(JSON.stringify(value)).not.toMatch(/[*]|null/)
        }
      }),
      { numRuns: runs(2000) },
    )
  })

  test('is logged in a bounded number of lines', () => {
    fc.assert(
      fc.property(config, fc.array(hostileRequest, { maxLength: 30 }), (written, requests) => {
        const policy = compiled(written)
        fc.pre(policy !== undefined)
        const lines: string[] = []
        const refusals = createRefusalLog((line) => lines.push(line), { most: 3 })
        for (const request of requests) refusals.note(policy, request)
        expect(lines.length).toBeLessThanOrEqual(4)
        const logged = lines.length
        for (const request of requests) refusals.note(policy, request)
        expect(lines.length).toBe(logged)
      }),
      { numRuns: runs(200, 10_000) },
    )
  })
})

function isPrintable(line: string): boolean {
  return [...line].every((character) => (character >= ' ' && character <= '~') || '‘’…'.includes(character))
}
