import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { matchAncestors } from '../match/ancestors.ts'
import { matchInline } from '../match/inline.ts'
import { matchRequest } from '../match/request.ts'
import type { PolicyInput } from '../policy-input.ts'
import type { Inline, ResourceRequest } from '../verdict.ts'
import { applyEdit } from './edit.ts'
import { lintCsp } from './lint.ts'

const RANDOM = 'q83vASNFZ4mrze3LqYdlQyEA'
const NAMES = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'img-src',
  'connect-src',
  'frame-src',
  'child-src',
  'worker-src',
  'object-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'prefetch-src',
  'sandbox',
]
const WORDS = [
  "'self'",
  "'none'",
  '*',
  'https:',
  'http:',
  'data:',
  'blob:',
  'ws:',
  'a.test',
  '*.a.test',
  'b.a.test/c/',
  'https://*.a.test',
  'http://a.test',
  'a.test:8080',
  'b.a.test:*',
  'page.test',
  'localhost:3000',
  "'unsafe-inline'",
  "'unsafe-eval'",
  "'wasm-unsafe-eval'",
  "'strict-dynamic'",
  "'unsafe-hashes'",
  "'report-sample'",
  "'frobnicate'",
  `'nonce-${RANDOM}'`,
  "'nonce-'",
  "'sha256-MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='",
  "'sha256-abc'",
]

const list = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.array(fc.constantFrom(...WORDS), { maxLength: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((directives) => directives.map(([name, words]) => [name, ...words].join(' ')).join('; '))
const inputs = fc.array(
  fc.record(
    {
      header: list,
      disposition: fc.constantFrom('enforce' as const, 'report' as const),
      delivery: fc.constantFrom('header' as const, 'meta' as const),
    },
    { requiredKeys: ['header'] },
  ),
  { minLength: 1, maxLength: 2 },
)

const ADDRESSES = [
  'https://a.test/',
  'https://b.a.test/c/d',
  'http://b.a.test:8080/c/',
  'https://page.test/x',
  'http://a.test/',
  'wss://a.test/',
  'data:,x',
  'blob:https://page.test/1',
  'http://localhost:3000/',
]
const KINDS: readonly (readonly [destination: string, initiator?: 'fetch' | 'form-action'])[] = [
  ['script'],
  ['style'],
  ['image'],
  ['iframe'],
  ['worker'],
  ['object'],
  ['', 'fetch'],
  ['', 'form-action'],
]
const REQUESTS: readonly ResourceRequest[] = ADDRESSES.flatMap((url) => [
  ...KINDS.map(([destination, initiator]) => ({
    url,
    destination,
    ...(initiator === undefined ? {} : { initiator }),
    nonce: '',
    integrity: '',
    parserInserted: true,
    redirectCount: 0,
  })),
  // The script that has a nonce, and the one that another made.
  { url, destination: 'script', nonce: RANDOM, integrity: '', parserInserted: true, redirectCount: 0 },
  { url, destination: 'script', nonce: '', integrity: '', parserInserted: false, redirectCount: 0 },
])
const TYPES = ['script', 'script attribute', 'style', 'style attribute', 'navigation', 'eval', 'wasm-eval'] as const
const INLINES: readonly Inline[] = TYPES.flatMap((type) =>
  ['', RANDOM].flatMap((nonce) =>
    ["alert('Hello, world.');", 'x'].map((source) => ({ type, nonce, source, parserInserted: true })),
  ),
)

/** What the page may do, question by question. */
function answers(policies: readonly PolicyInput[], url: string): readonly string[] {
  return [
    ...REQUESTS.map((request) => `${JSON.stringify(request)} ${matchRequest(policies, { url }, request).outcome}`),
    ...INLINES.map((inline) => `${JSON.stringify(inline)} ${matchInline(policies, { url }, inline).outcome}`),
    ...['https://a.test', 'https://b.a.test', 'https://page.test'].map(
      (ancestor) => `${ancestor} ${matchAncestors(policies, url, [ancestor]).outcome}`,
    ),
  ]
}

test('an edit that keeps the meaning changes no verdict of the matcher', () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom('https://page.test/', 'http://page.test/'), (policies, page) => {
      const edits = lintCsp(policies, { page }).filter(({ edit }) => edit?.keepsMeaning === true)
      fc.pre(edits.length > 0)
      const before = answers(policies, page)
      for (const { edit, policy, code } of edits.slice(0, 8)) {
        const after = policies.map((each, index) =>
          index === policy && edit !== undefined ? { ...each, header: applyEdit(each.header, edit) } : each,
        )
        expect(answers(after, page), code).toEqual(before)
      }
    }),
    { numRuns: runs(100, 1000) },
  )
})
