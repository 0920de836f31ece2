import { expect, test } from 'vitest'
import { DIRECTIVES, type DirectiveName } from './directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES, KEYWORDS } from './keywords.ts'

// The compiler keeps this list equal to the keys of Directives.
const TYPED: Readonly<Record<DirectiveName, true>> = {
  'default-src': true,
  'child-src': true,
  'connect-src': true,
  'fenced-frame-src': true,
  'font-src': true,
  'frame-src': true,
  'img-src': true,
  'manifest-src': true,
  'media-src': true,
  'object-src': true,
  'script-src': true,
  'script-src-elem': true,
  'script-src-attr': true,
  'style-src': true,
  'style-src-elem': true,
  'style-src-attr': true,
  'worker-src': true,
  'base-uri': true,
  sandbox: true,
  'form-action': true,
  'frame-ancestors': true,
  'report-uri': true,
  'report-to': true,
  webrtc: true,
  'trusted-types': true,
  'require-trusted-types-for': true,
  'upgrade-insecure-requests': true,
  'block-all-mixed-content': true,
  'prefetch-src': true,
}

const rows = [...DIRECTIVES.values()]

test('the types know every directive of the table but the removed ones', () => {
  const accepted = rows.filter(({ status }) => status !== 'removed').map(({ name }) => name)
  expect(Object.keys(TYPED).sort()).toEqual(accepted.sort())
})

test('every row has a link, and what is not current says what to do instead', () => {
  for (const { name, see, status, instead } of rows) {
    expect(see, name).toMatch(/^https:\/\/[\w./-]+(#[\w-]+)?$/)
    expect(instead !== undefined, name).toBe(status !== 'current')
  }
})

// CSP3 §6.8.3 "Get fetch directive fallback list", without each name itself; fenced-frame-src by its own draft.
test.each<[name: string, fallback: readonly string[]]>([
  ['default-src', []],
  ['script-src-elem', ['script-src', 'default-src']],
  ['script-src-attr', ['script-src', 'default-src']],
  ['style-src-elem', ['style-src', 'default-src']],
  ['style-src-attr', ['style-src', 'default-src']],
  ['worker-src', ['child-src', 'script-src', 'default-src']],
  ['connect-src', ['default-src']],
  ['manifest-src', ['default-src']],
  ['object-src', ['default-src']],
  ['frame-src', ['child-src', 'default-src']],
  ['fenced-frame-src', ['frame-src', 'child-src', 'default-src']],
  ['media-src', ['default-src']],
  ['font-src', ['default-src']],
  ['img-src', ['default-src']],
  ['script-src', ['default-src']],
  ['style-src', ['default-src']],
  ['child-src', ['default-src']],
  ['base-uri', []],
  ['form-action', []],
  ['frame-ancestors', []],
  ['sandbox', []],
])('%s falls back to %j', (name, fallback) => {
  expect(DIRECTIVES.get(name)?.fallback).toEqual(fallback)
})

test('a fallback is itself a directive', () => {
  for (const name of rows.flatMap(({ fallback }) => fallback)) expect(DIRECTIVES.has(name), name).toBe(true)
})

test('a report-only policy ignores these alone', () => {
  const ignored = rows.filter(({ reportOnly }) => !reportOnly).map(({ name }) => name)
  expect(ignored).toEqual(['sandbox', 'upgrade-insecure-requests'])
})

test('a meta element ignores these alone (CSP3 §3.3)', () => {
  expect(rows.filter(({ meta }) => !meta).map(({ name }) => name)).toEqual(['sandbox', 'frame-ancestors', 'report-uri'])
})

test('keywords and hashes name directives that take source lists', () => {
  const named = [...KEYWORD_DIRECTIVES.values()].flatMap((homes) => (homes === 'any' ? [] : homes))
  for (const name of [...named, ...HASH_DIRECTIVES]) expect(DIRECTIVES.get(name)?.value, name).toBe('source-list')
})

test('every keyword is quoted and lower case', () => {
  for (const keyword of Object.keys(KEYWORDS)) expect(keyword).toMatch(/^'[a-z0-9-]+'$/)
})
