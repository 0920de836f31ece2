import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../finding.ts'
import { runs } from '../../property.test-kit.ts'
import { compileCsp } from '../compile.ts'
import { DIRECTIVES, SANDBOX_TOKENS } from '../directives.ts'
import { mapDirectives } from '../fallback.ts'
import { KEYWORD_DIRECTIVES, NONCE } from '../keywords.ts'
import type { DirectiveWords } from '../parse.ts'
import type { CompiledCsp } from '../policy.ts'
import { sourceOf } from '../policy-words.ts'
import { amendCsp } from './amend.ts'
import type { CspChange } from './change.ts'

// What callers without types hand over.
const untyped: {
  amendCsp(csp: CompiledCsp | null, change: unknown): { csp: CompiledCsp | null; findings: readonly Finding[] }
  compileCsp(configs: readonly unknown[], options: { path: string; findings: Finding[] }): CompiledCsp | null
} = { amendCsp, compileCsp }

const LISTS = [...DIRECTIVES.values()].filter(({ value, status }) => value === 'source-list' && status === 'current')
const LOCATIONS = ['*', 'https:', 'data:', 'https://a.test', 'https://*.a.test', 'b.test:8443', "'self'"]

function wordsOf(name: string): fc.Arbitrary<readonly string[]> {
  const keywords = [...KEYWORD_DIRECTIVES].filter(([, homes]) => homes !== 'any' && homes.includes(name))
  const words = [...LOCATIONS, ...keywords.map(([keyword]) => keyword)]
  return fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
}

const arbitraryLists: fc.Arbitrary<Readonly<Record<string, readonly string[]>>> = fc
  .uniqueArray(fc.constantFrom(...LISTS.map(({ name }) => name)), { maxLength: 5 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, wordsOf(name)]))))

const arbitraryDirectives = fc.tuple(arbitraryLists, fc.boolean()).map(([lists, sandboxed]) => ({
  ...lists,
  ...(sandboxed ? { sandbox: SANDBOX_TOKENS.slice(0, 2) } : {}),
  'form-action': ["'self'"],
}))
const arbitraryBase = fc.array(fc.record({ directives: arbitraryDirectives, reportOnly: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
})
// With the flag, because whether a change is refused is another matter.
const arbitraryAppend = arbitraryLists.map((append) => ({ append, fallbacks: true }))
const arbitraryRemove = fc.oneof(
  arbitraryLists,
  fc.subarray(LISTS.map(({ name }) => name)).map((names) => Object.fromEntries(names.map((name) => [name, true]))),
)
const arbitraryChange = fc.record(
  {
    append: arbitraryLists,
    remove: arbitraryRemove,
    replace: arbitraryLists,
    restrict: arbitraryLists,
    to: fc.constantFrom('all', 'enforced', 'report-only'),
    fallbacks: fc.constant(true),
  },
  { requiredKeys: ['fallbacks'] },
)

function compile(base: readonly unknown[]): CompiledCsp | null {
  return untyped.compileCsp(base, { path: 'csp', findings: [] })
}

/** Makes each change in turn; null where one was refused. */
function amend(base: CompiledCsp | null, changes: readonly unknown[]): CompiledCsp | null | 'refused' {
  return changes.reduce<CompiledCsp | null | 'refused'>((csp, change) => {
    if (csp === 'refused') return csp
    const amended = untyped.amendCsp(csp, change)
    return amended.findings.length > 0 ? 'refused' : amended.csp
  }, base)
}

test('what is appended is the same in every order', () => {
  fc.assert(
    fc.property(arbitraryBase, fc.array(arbitraryAppend, { maxLength: 3 }), (policies, changes) => {
      const base = compile(policies)
      expect(amend(base, changes.toReversed())).toEqual(amend(base, changes))
    }),
    { numRuns: runs(500) },
  )
})

// One that is refused by itself is not made later, though the next might have made it right.
test('the changes of a response come to the same in every order in which all are made', () => {
  fc.assert(
    fc.property(arbitraryBase, fc.array(arbitraryChange, { maxLength: 3 }), (policies, changes) => {
      const base = compile(policies)
      const one = amend(base, changes)
      const other = amend(base, changes.toReversed())
      fc.pre(one !== 'refused' && other !== 'refused')
      expect(other).toEqual(one)
    }),
    { numRuns: runs(500) },
  )
})

test('no order of keys and of sources means anything', () => {
  fc.assert(
    fc.property(arbitraryBase, arbitraryChange, (policies, change) => {
      const base = compile(policies)
      expect(amend(base, [reversed(change)])).toEqual(amend(base, [change]))
    }),
    { numRuns: runs(500) },
  )
})

/** Every key in the other order; lists too where they are appended or removed. */
function reversed(change: object): object {
  return Object.fromEntries(
    Object.entries(change)
      .toReversed()
      .map(([verb, value]) => {
        if (typeof value !== 'object' || verb === 'restrict') return [verb, value]
        const entries = Object.entries<unknown>(value).toReversed()
        const isSorted = verb === 'append' || verb === 'remove'
        return [
          verb,
          Object.fromEntries(
            // What is replaced stands in the order written, and that of new directives is the table's.
            entries.map(([name, words]) => [name, isSorted && Array.isArray(words) ? words.toReversed() : words]),
          ),
        ]
      }),
  )
}

test('restrict never loosens: every policy stays as it is, and there may be more', () => {
  fc.assert(
    fc.property(arbitraryBase, arbitraryLists, (policies, restrict) => {
      const base = compile(policies)
      const restricted = amend(base, [{ restrict }])
      if (base === null || restricted === null || restricted === 'refused') throw new Error('nothing came out')
      const before = sourceOf(base).policies
      expect(sourceOf(restricted).policies.slice(0, before.length)).toEqual(before)
      for (const { directives } of sourceOf(restricted).policies.slice(before.length)) {
        expect(Object.fromEntries(mapDirectives(directives))).toEqual(restrict)
      }
    }),
    { numRuns: runs(500) },
  )
})

test('append loses nothing: each list that held still holds, as it was or longer', () => {
  fc.assert(
    fc.property(arbitraryBase, arbitraryAppend, (policies, change) => {
      const base = compile(policies)
      const amended = amend(base, [change])
      if (base === null || amended === null || amended === 'refused') throw new Error('nothing came out')
      // It says that it may: `fallbacks`.
      const switchesOff = Object.values(change.append).flat().some(isDisabling)
      sourceOf(base).policies.forEach(({ directives }, index) => {
        const after = sourceOf(amended).policies[index]?.directives ?? []
        for (const { name } of LISTS)
          expectAllowed(governing(after, name), governing(directives, name), name, switchesOff)
      })
    }),
    { numRuns: runs(500) },
  )
})

function governing(directives: readonly DirectiveWords[], name: string): DirectiveWords | undefined {
  const names = [name, ...(DIRECTIVES.get(name)?.fallback ?? [])]
  return names.map((each) => directives.find((directive) => directive.name === each)).find((found) => found)
}

function isDisabling(word: string): boolean {
  return word === NONCE || word.startsWith("'sha") || word === "'strict-dynamic'"
}

function expectAllowed(
  after: DirectiveWords | undefined,
  before: DirectiveWords | undefined,
  name: string,
  switchesOff: boolean,
): void {
  // Nothing was restricted, and nothing is.
  if (before === undefined) {
    expect(after).toBeUndefined()
    return
  }
  const words = after?.words ?? []
  // Every worker may run, and still may: those that HTML allows at all.
  if (name === 'worker-src' && before.name === 'script-src' && before.words.includes("'strict-dynamic'")) {
    const isStill = after?.name === 'script-src' && words.includes("'strict-dynamic'")
    expect(isStill || ["'self'", 'blob:', 'data:'].every((word) => words.includes(word))).toBe(true)
    return
  }
  const isScript = name.startsWith('script-src')
  const isDead =
    switchesOff || before.words.some((word) => isDisabling(word) && (isScript || word !== "'strict-dynamic'"))
  const meant = before.words.filter((word) => {
    if (isDead && word === "'unsafe-inline'") return false
    const homes = KEYWORD_DIRECTIVES.get(word) ?? 'any'
    return word !== "'none'" && (homes === 'any' || homes.includes(name))
  })
  expect(words).toEqual(expect.arrayContaining(meant))
}

const PIECES = [
  ...';,\t\n\f\r \v\0\x7f"\'*:/.-%_=?#é\u00a0\u2028\u212a\ud800',
  'a.test',
  'https:',
  "'self'",
  NONCE,
  'script-src',
]
const hostileText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 6 }),
  fc.string({ unit: 'binary' }),
)
const hostileWords = fc.oneof(
  fc.array(fc.oneof(hostileText, fc.constantFrom(...LOCATIONS), fc.anything({ maxDepth: 1 })), { maxLength: 3 }),
  fc.anything({ maxDepth: 1 }),
)
const hostileNames = fc.oneof(fc.constantFrom(...DIRECTIVES.keys()), hostileText)
const hostileDirectives = fc.oneof(
  fc.dictionary(hostileNames, hostileWords, { maxKeys: 3 }),
  fc.anything({ maxDepth: 1 }),
)
const hostileChange = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.dictionary(fc.constantFrom('append', 'remove', 'replace', 'restrict'), hostileDirectives),
  },
  { weight: 1, arbitrary: fc.anything() },
)

test('whatever a caller supplies is refused, or adds only what it names: no other source, directive, policy or line', () => {
  const base = compile([{ directives: { 'default-src': ["'self'"], 'script-src': ["'self'", NONCE] } }])
  fc.assert(
    fc.property(hostileChange, (change) => {
      const { csp, findings } = untyped.amendCsp(base, change)
      if (findings.length > 0) {
        expect(csp).toBe(base)
        return
      }
      const named = new Set(["'self'", "'none'", NONCE, ...textsOf(change)])
      const header = csp?.headers[0]
      const text = header?.chunks.join(NONCE.slice(1, -1)) ?? ''
      expect(csp?.headers.length).toBe(1)
      expect(text).toMatch(/^[\x20-\x7e]+$/)
      const policies = text.split(',')
      expect(policies.length).toBeLessThanOrEqual(2)
      for (const policy of policies) {
        const read = policy.split(';').map((directive) => directive.trim().split(' '))
        expect(new Set(read.map(([name]) => name)).size).toBe(read.length)
        for (const [name = '', ...words] of read) {
          expect(DIRECTIVES.has(name)).toBe(true)
          for (const word of words) expect(named).toContain(word.replace("'nonce-nonce'", NONCE))
        }
      }
    }),
    { numRuns: runs(3000) },
  )
})

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

test('equal changes are made once, whatever object says them; another one is another', () => {
  const base = compile(["img-src 'self'"])
  const images: `${string}:`[] = ['data:']
  const change: CspChange = { append: { 'img-src': images } }
  const first = amendCsp(base, change)
  expect(amendCsp(base, { append: { 'img-src': ['data:'] } })).toBe(first)
  images.push('blob:')
  expect(amendCsp(base, change).csp?.nonceless).toEqual([['content-security-policy', "img-src 'self' blob: data:"]])
  expect(first.csp?.nonceless).toEqual([['content-security-policy', "img-src 'self' data:"]])
})

test('what is remembered changes nothing: any change gives what it gives without', () => {
  fc.assert(
    fc.property(
      arbitraryBase,
      fc.array(fc.oneof(arbitraryChange, hostileChange), { maxLength: 4 }),
      (policies, changes) => {
        const shared = compile(policies)
        for (const change of [...changes, ...changes]) {
          const { csp, findings } = untyped.amendCsp(shared, change)
          const fresh = untyped.amendCsp(compile(policies), change)
          expect({ csp, findings }).toEqual({ csp: fresh.csp, findings: fresh.findings })
        }
      },
    ),
    { numRuns: runs(300, 1000) },
  )
})

test('what throws when it is read is refused', () => {
  const base = compile(["img-src 'self'"])
  const trap = {
    get append(): never {
      throw new Error('caught')
    },
  }
  expect(amendCsp(base, trap)).toMatchObject({ csp: base, findings: [{ code: 'invalid-type' }] })
})
