import fc from 'fast-check'
import { DIRECTIVES, SANDBOX_TOKENS } from './directives.ts'
import type { Inline, Page, ResourceRequest } from './verdict.ts'

/** Inline texts, with their digests as hash sources without quotes. Policies and requests share this world, so that they often meet. */
export const HASHED: readonly { readonly text: string; readonly hashes: readonly string[] }[] = [
  {
    text: 'a()',
    hashes: [
      'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4=',
      'sha384-DGWwUx8JQ/sT4JgpuI0No/p+ZboOXDOsHnvjkLtDr+VlcROccZcpIhzdvm9ZiDWr',
    ],
  },
  {
    text: 'color:red',
    hashes: [
      'sha256-8f935d27GvUutRyY9yWScUMiFUk4WTdZURISiYfPOeQ=',
      // In base64url.
      'sha384---jQMsWDrTuftTjA7xrFIw_dPnDNqjObPqOnCWGpMhMHHc6RA-75ycfdM_okEng3',
    ],
  },
]
const HASHES: readonly string[] = HASHED.flatMap(({ hashes }) => hashes)

const PAGES: readonly string[] = [
  'https://a.test/',
  'http://a.test/',
  'https://b.a.test:8080/x',
  'http://xa.test:8080/',
  'http://127.0.0.1/',
]

const HOSTS = ['a.test', 'b.a.test', 'c.b.a.test', 'xa.test', '127.0.0.1', 'localhost']
const PATTERNS = [...HOSTS, '*.a.test', '*.b.a.test', '*.test', '*', 'A.Test', 'a.test.']
const PORTS = ['', '', '', ':80', ':443', ':8080']
const PATHS = ['', '', '', '/', '/x', '/x/', '/x/y', '/x/y/', '/x%2Fy', '/%78']

/** A word that a URL may match, or that looks so. */
const urlSourceWord: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom('*', 'https:', 'http:', 'HTTPS:', 'ws:', 'wss:', 'data:', 'blob:', "'self'"),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', 'https://', 'http://', 'ws://', 'wss://', 'app://'),
        fc.constantFrom(...PATTERNS),
        fc.constantFrom(...PORTS, ':*', ':0443'),
        fc.constantFrom(...PATHS, '/x?q'),
      )
      .map((parts) => parts.join('')),
  },
)

/** A word that counts for code and styles, or looks so. */
const codeSourceWord: fc.Arbitrary<string> = fc.constantFrom(
  "'unsafe-inline'",
  "'unsafe-inline'",
  "'UNSAFE-inline'",
  "'strict-dynamic'",
  "'unsafe-hashes'",
  "'unsafe-eval'",
  "'wasm-unsafe-eval'",
  "'trusted-types-eval'",
  "'inline-speculation-rules'",
  "'unsafe-webtransport-hashes'",
  "'report-sample'",
  "'none'",
  "'nonce-a'",
  "'nonce-b'",
  "'NONCE-a'",
  "'nonce-'",
  "'sha256-%'",
  "'unknown'",
  ...HASHES.map((hash) => `'${hash}'`),
)

/** A word of a source list. */
export const sourceWord: fc.Arbitrary<string> = fc.oneof(urlSourceWord, codeSourceWord)

const LISTS: readonly string[] = [...DIRECTIVES.values()]
  .filter(({ value, status }) => status === 'current' && (value === 'source-list' || value === 'ancestor-source-list'))
  .map(({ name }) => name)

/** The text of one directive, mostly of one that browsers know. */
const directiveText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...LISTS, 'default-src', 'default-src', 'script-src', 'script-src', 'Script-Src-Elem'),
        fc.array(sourceWord, { maxLength: 4 }),
      )
      .map(([name, words]) => [name, ...words].join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc.subarray([...SANDBOX_TOKENS], { maxLength: 4 }).map((tokens) => ['sandbox', ...tokens].join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "require-trusted-types-for 'script'",
      'trusted-types',
      'trusted-types a b',
      "trusted-types a 'allow-duplicates'",
      'trusted-types *',
      "webrtc 'allow'",
      "webrtc 'block'",
      'upgrade-insecure-requests',
      'report-uri /r',
      'unknown-src x',
      'img-src é',
      '',
    ),
  },
)

/** The text of one policy. */
export const policyText: fc.Arbitrary<string> = fc
  .array(directiveText, { minLength: 1, maxLength: 5 })
  .map((directives) => directives.join('; '))

/** The text of a header with some policies. */
export const policyListText: fc.Arbitrary<string> = fc
  .array(policyText, { minLength: 1, maxLength: 3 })
  .map((policies) => policies.join(', '))

export const page: fc.Arbitrary<Page> = fc.constantFrom(...PAGES).map((url) => ({ url }))

function address(...schemes: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...schemes), fc.constantFrom(...HOSTS), fc.constantFrom(...PORTS), fc.constantFrom(...PATHS))
    .map(([scheme, ...parts]) => `${scheme}://${parts.join('')}`)
}

const facts = {
  redirectCount: fc.constantFrom(0, 0, 1),
  nonce: fc.constantFrom('', '', 'a', 'b'),
  integrity: fc.constantFrom('', '', ...HASHES, `${HASHES[0]} ${HASHES[1]}`),
  parserInserted: fc.boolean(),
  certificateHashes: fc.boolean(),
  nestsDocument: fc.boolean(),
}

const loaded = fc.oneof(
  { weight: 8, arbitrary: address('https', 'http') },
  address('app', 'ftp'),
  fc.constantFrom('data:,x', 'blob:https://a.test/1'),
)

/** A request of which everything is known. Only WebSockets have `ws:` addresses. */
export const request: fc.Arbitrary<ResourceRequest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...facts,
      url: loaded,
      destination: fc.constantFrom(
        'script',
        'script',
        'style',
        'image',
        'font',
        'audio',
        'manifest',
        'object',
        'iframe',
        'fencedframe',
        'audioworklet',
        'xslt',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...facts,
      url: loaded,
      destination: fc.constant(''),
      initiator: fc.constantFrom('fetch', 'webtransport', 'prefetch', 'form-action', 'base'),
    }),
  },
  // Made by scripts, with no element that could have a nonce.
  fc.record({
    redirectCount: facts.redirectCount,
    url: loaded,
    destination: fc.constantFrom('worker', 'sharedworker', 'serviceworker'),
  }),
  fc.record({
    ...facts,
    url: address('ws', 'wss'),
    destination: fc.constant(''),
    initiator: fc.constant('websocket' as const),
  }),
)

/** Inline content of which everything is known. */
export const inline: fc.Arbitrary<Inline> = fc.record({
  type: fc.constantFrom(
    'script',
    'script speculationrules',
    'script attribute',
    'style',
    'style attribute',
    'navigation',
    'eval',
    'wasm-eval',
  ),
  source: fc.constantFrom(...HASHED.map(({ text }) => text), 'other'),
  nonce: facts.nonce,
  parserInserted: fc.boolean(),
  trusted: fc.boolean(),
})

/** The origins around a framed page, its parent first. */
export const ancestors: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: address('https', 'http').map((url) => new URL(url).origin) },
    fc.constantFrom('null', 'app://a.test'),
  ),
  { minLength: 1, maxLength: 3 },
)
