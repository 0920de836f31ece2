import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryConfig, arbitraryHeaders, arbitraryTarget, compiled, viewOf } from './arbitrary.test-kit.ts'
import { compile } from './compile.ts'
import type { CorsConfig } from './config.ts'
import { decide } from './decide.ts'
import { runs } from './property.test-kit.ts'
import type { RequestView } from './request.ts'
import { resolve } from './resolve.ts'

const APP = 'https://a.test'

interface Count {
  readonly view: RequestView
  /** How often each header was asked for. */
  readonly reads: ReadonlyMap<string, number>
}

function count(request: RequestView): Count {
  const reads = new Map<string, number>()
  const header = (name: string): string | undefined => {
    reads.set(name, (reads.get(name) ?? 0) + 1)
    return request.header(name)
  }
  return { view: { method: request.method, path: request.path, header }, reads }
}

const READ = [
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'sec-fetch-site',
  'host',
  'upgrade',
]

describe('headers of a request', () => {
  test('are asked for a few times each, whatever the policy, and no others are', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, arbitraryTarget, arbitraryHeaders, async (config, target, headers) => {
        const policy = compiled(config)
        fc.pre(policy !== undefined)
        const decided = count(viewOf(target, headers))
        decide(policy, decided.view)
        expect([...decided.reads].filter(([name]) => !READ.includes(name))).toEqual([])
        expect(Math.max(0, ...decided.reads.values())).toBeLessThanOrEqual(3)

        const resolved = count(viewOf(target, headers))
        await resolve(policy, resolved.view)
        expect([...resolved.reads].filter(([name]) => ![...READ, 'x-tenant'].includes(name))).toEqual([])
        expect(Math.max(0, ...resolved.reads.values())).toBeLessThanOrEqual(6)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('are not looked at where nothing depends on them', () => {
    const open = compile({ cors: { origins: '*' } })
    const { view, reads } = count(viewOf({ method: 'GET', path: '/' }, { origin: APP }))
    decide(open, view)
    expect([...reads.keys()]).toEqual(['origin'])
  })
})

const EXACT = ['https://a.test', 'https://b.test']
const POLICIES: readonly (readonly [title: string, cors: CorsConfig])[] = [
  ['one origin', { origins: [APP], methods: ['PUT'], allowedHeaders: ['x-a'] }],
  ['exact origins, credentials', { origins: EXACT, credentials: true, methods: ['PUT'], allowedHeaders: ['x-a'] }],
  [
    'patterns',
    { origins: [...EXACT, 'https://*.c.test', 'http://localhost:*'], methods: ['PUT'], allowedHeaders: ['x-a'] },
  ],
  ['any method and header by name', { origins: EXACT, credentials: true, methods: '*', allowedHeaders: '*' }],
  [
    'any origin by name',
    { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true, methods: '*', allowedHeaders: '*' },
  ],
  ['minimal', { origins: EXACT, preflightDisclosure: 'minimal', methods: ['PUT'], allowedHeaders: ['x-a'] }],
  [
    'the app answering preflights',
    { origins: EXACT, preflightContinue: true, methods: ['PUT'], allowedHeaders: ['x-a'] },
  ],
  ['a resolver', { origins: () => true, methods: ['PUT'], allowedHeaders: ['x-a'] }],
]

/** Some kilobytes, or a megabyte, of anything: pieces of what would pass, over and over, and bytes. */
const piece = fc.oneof(
  fc.constantFrom(
    ',',
    ' ',
    '\t',
    'x-a',
    'x-a,',
    'X-A, ',
    'PUT',
    'a.',
    '.c.test',
    APP,
    `${APP}, `,
    'https://',
    ':',
    '[',
    '\0',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
)
const size = fc.constantFrom(16 * 1024, 64 * 1024, 1024 * 1024)
const flood = fc
  .tuple(fc.constantFrom('', APP, 'https://x', 'x-a,', 'PUT'), piece, size)
  .map(([start, text, length]) => (start + text.repeat(Math.ceil(length / text.length))).slice(0, length))

function preflight(origin: string, method: string, names: string): RequestView {
  return viewOf(
    { method: 'OPTIONS', path: '/' },
    { origin, 'access-control-request-method': method, 'access-control-request-headers': names },
  )
}

// A decision that is the very same object for every content has not looked at the content: not at one more byte of it.
describe.each(POLICIES)('beyond its cap a header is refused unread: %s', (_, cors) => {
  const policy = compile({ cors, csrf: false })
  const usual = `https://${'x'.repeat(400)}.test`
  const refusals: readonly (readonly [header: string, flooded: (text: string) => RequestView, plain: RequestView])[] = [
    [
      'Origin',
      (origin) => viewOf({ method: 'GET', path: '/' }, { origin }),
      viewOf({ method: 'GET', path: '/' }, { origin: usual }),
    ],
    ['Origin of a preflight', (origin) => preflight(origin, 'PUT', 'x-a'), preflight(usual, 'PUT', 'x-a')],
    ['Access-Control-Request-Method', (method) => preflight(APP, method, 'x-a'), preflight(APP, 'x'.repeat(65), 'x-a')],
    [
      'Access-Control-Request-Headers',
      (names) => preflight(APP, 'PUT', names),
      preflight(APP, 'PUT', 'x'.repeat(2049)),
    ],
  ]

  test.each(refusals)('%s', async (_header, flooded, plain) => {
    const refused = await resolve(policy, plain)
    expect(refused.reason).toMatch(/-refused$/)
    expect(refused.headers).toEqual([])
    await fc.assert(
      fc.asyncProperty(flood, async (text) => {
        expect(await resolve(policy, flooded(text))).toBe(refused)
      }),
      { numRuns: runs(60, 2000) },
    )
  })
})

test('where any header passes, none is read: one and the same answer for every content', () => {
  const policy = compile({ cors: { origins: '*', methods: '*', allowedHeaders: '*' } })
  const granted = decide(policy, preflight(APP, 'PUT', 'x-a'))
  expect(granted.reason).toBe('preflight-allowed')
  fc.assert(
    fc.property(flood, (text) => {
      expect(decide(policy, preflight(text, 'PUT', text))).toBe(granted)
    }),
    { numRuns: runs(60, 2000) },
  )
})
