import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { subsumes } from '../compare/subsumes.ts'
import { compileCsp } from '../compile.ts'
import { DIRECTIVES } from '../directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES } from '../keywords.ts'
import type { CompiledCsp } from '../policy.ts'
import { amendCsp } from './amend.ts'

// What callers without types hand over.
const untyped: {
  amendCsp(csp: CompiledCsp | null, change: unknown): { csp: CompiledCsp | null; findings: readonly unknown[] }
  compileCsp(configs: readonly unknown[], options: { path: string; findings: [] }): CompiledCsp | null
} = { amendCsp, compileCsp }

const NAMES = [...DIRECTIVES.values()]
  .filter(({ value, status }) => value === 'source-list' && status === 'current')
  .map(({ name }) => name)
const HOSTS = ['a.test', 'b.a.test', '*.a.test', 'page.test', '127.0.0.1', 'localhost']
const address = fc.oneof(
  fc.constantFrom("'self'", 'data:', 'blob:', 'http:', 'https:', 'ws:', 'wss:'),
  fc
    .tuple(
      fc.constantFrom('', 'http://', 'https://', 'wss://'),
      fc.constantFrom(...HOSTS),
      fc.constantFrom('', ':443', ':8443', ':*', ':80'),
      fc.constantFrom('', '/', '/x', '/x/'),
    )
    .map((parts) => parts.join('')),
)

/** Not `'inline-speculation-rules'`, which a nonce switches off in some readings and not in others. */
function wordsOf(name: string): fc.Arbitrary<readonly string[]> {
  const keywords = [...KEYWORD_DIRECTIVES]
    .filter(([keyword, homes]) => homes !== 'any' && homes.includes(name) && keyword !== "'inline-speculation-rules'")
    .map(([keyword]) => keyword)
  const hashes = HASH_DIRECTIVES.some((home) => home === name) ? [`'sha256-${'A'.repeat(43)}='`] : []
  const words = [...keywords, ...hashes]
  const one = words.length === 0 ? address : fc.oneof({ weight: 3, arbitrary: address }, fc.constantFrom(...words))
  return fc.uniqueArray(one, { minLength: 1, maxLength: 5 })
}

const lists = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 6 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, wordsOf(name)]))))
// With workers' own list: beside a script-src, it depends on the reading what they may do with a nonce.
const bases = lists.map((directives) => ({ 'worker-src': ["'self'"], ...directives }))

const PAGES = [{ page: 'https://page.test/' }, { page: 'http://page.test:8443/' }, {}]

function expectWithin(outer: CompiledCsp | null, inner: CompiledCsp | null): void {
  const header = (csp: CompiledCsp | null) =>
    (csp?.headers ?? []).map(({ chunks }) => ({ header: chunks.join('abc123') }))
  for (const page of PAGES) expect(subsumes(header(outer), header(inner), page)).toBe(true)
}

function compile(...configs: readonly unknown[]): CompiledCsp | null {
  return untyped.compileCsp(configs, { path: 'csp', findings: [] })
}

test.each<[title: string, verb: string, compare: (before: CompiledCsp | null, after: CompiledCsp | null) => void]>([
  ['append loses nothing', 'append', (before, after) => expectWithin(after, before)],
  ['remove lets nothing in', 'remove', (before, after) => expectWithin(before, after)],
  ['restrict lets nothing in', 'restrict', (before, after) => expectWithin(before, after)],
])('whatever the engine, %s', (_title, verb, compare) => {
  fc.assert(
    fc.property(bases, lists, (directives, change) => {
      const before = compile({ directives })
      const after = untyped.amendCsp(before, { [verb]: change })
      // Refused: it would switch something off, or on, that it does not name.
      if (after.findings.length === 0) compare(before, after.csp)
    }),
    { numRuns: runs(300, 2_000) },
  )
})

test('whatever the engine, the shorter form of a policy says the same', () => {
  const wild = fc.oneof(address, fc.constant('*'))
  const repeated = fc
    .tuple(fc.uniqueArray(wild, { minLength: 1, maxLength: 4 }), fc.subarray(NAMES), lists)
    .map(([words, names, more]) => ({
      ...more,
      'default-src': words,
      ...Object.fromEntries(names.map((name) => [name, words])),
    }))
  fc.assert(
    fc.property(repeated, (directives) => {
      const long = compile({ directives })
      const short = compile({ directives, minify: true })
      expectWithin(long, short)
      expectWithin(short, long)
    }),
    { numRuns: runs(300, 2_000) },
  )
})
