import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { parseCsp } from '../parse.ts'
import type { PolicyInput } from '../policy-input.ts'
import type { Inline, ResourceRequest } from '../verdict.ts'
import { matchAncestors } from './ancestors.ts'
import { matchInline } from './inline.ts'
import { PAGE, PROFILES } from './match.test-kit.ts'
import { matchRequest } from './request.ts'
import { sandboxFlags } from './sandbox.ts'

const OUTCOMES = ['allowed', 'blocked', 'depends']

const harmless = fc.constantFrom(
  "'self'",
  '*',
  'https:',
  'http:',
  'wss:',
  'data:',
  'blob:',
  'a.test',
  'A.test',
  '*.a.test',
  'https://a.test',
  'http://a.test:80',
  'a.test:8443',
  'a.test:*',
  '*:8443',
  'a.test/x',
  'a.test/x/',
  'a.test/%78',
  'a.test/x?y',
  'self',
  "'unsafe-inline'",
  "'unsafe-hashes'",
  "'unsafe-eval'",
  "'wasm-unsafe-eval'",
  "'report-sample'",
  "'unsafe-webtransport-hashes'",
  "'inline-speculation-rules'",
  "'nonsense'",
  '127.0.0.1',
)
const strict = fc.constantFrom("'none'", "'nonce-abc'", "'nonce-xyz'", "'sha256-abcd'", "'strict-dynamic'")
const source = fc.oneof({ weight: 3, arbitrary: harmless }, { weight: 1, arbitrary: strict })
const directive = fc.constantFrom(
  'default-src',
  'img-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-attr',
  'connect-src',
  'frame-src',
  'child-src',
  'worker-src',
  'object-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'sandbox',
  'upgrade-insecure-requests',
)
const list = fc.tuple(directive, fc.array(source, { maxLength: 4 })).map((words) => words.flat().join(' '))
const policy = fc.array(list, { minLength: 1, maxLength: 4 }).map((directives) => directives.join('; '))
const url = fc.constantFrom(
  'https://page.test/x',
  'https://a.test/x',
  'https://a.test/x/y',
  'https://x.a.test/',
  'https://a.test:8443/x',
  'http://a.test/x',
  'wss://a.test/x',
  'ws://page.test/',
  'data:,x',
  'blob:https://page.test/1',
  'javascript:x()',
  'https://127.0.0.1/',
  'ftp://a.test/',
  '/x',
  'https://[',
)
const initiator = fc.constantFrom('fetch', 'websocket', 'webtransport', 'prefetch', 'form-action', 'base', 'navigation')
const destination = fc.constantFrom(
  '',
  'image',
  'script',
  'style',
  'worker',
  'iframe',
  'object',
  'fencedframe',
  'document',
  'report',
  'xslt',
  'other',
)
const facts = {
  redirectCount: fc.constantFrom(0, 1),
  nonce: fc.constantFrom('', 'abc', 'ABC'),
  parserInserted: fc.boolean(),
}
const request: fc.Arbitrary<ResourceRequest> = fc.record(
  {
    url,
    destination,
    initiator,
    integrity: fc.constantFrom('', 'sha256-abcd', 'sha256-abcd sha384-x'),
    certificateHashes: fc.boolean(),
    nestsDocument: fc.boolean(),
    ...facts,
  } as const,
  { requiredKeys: ['url', 'destination'] },
)
const inline: fc.Arbitrary<Inline> = fc.record(
  {
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
    source: fc.constantFrom('', 'x()'),
    trusted: fc.boolean(),
    nonce: facts.nonce,
    parserInserted: facts.parserInserted,
  } as const,
  { requiredKeys: ['type'] },
)
const profile = fc.constantFrom(...PROFILES)

/** A question, of whichever kind: the answer to a list of policies. */
const question = fc
  .oneof(
    request.map((asked) => ({ kind: 'request' as const, asked })),
    inline.map((asked) => ({ kind: 'inline' as const, asked })),
    fc.array(url, { maxLength: 3 }).map((asked) => ({ kind: 'ancestors' as const, asked })),
  )
  .chain((asked) => profile.map((of) => ({ ...asked, of })))

type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never

function answer(policies: readonly PolicyInput[], { kind, asked, of }: Question) {
  const options = { profile: of }
  if (kind === 'request') return matchRequest(policies, PAGE, asked, options)
  if (kind === 'inline') return matchInline(policies, PAGE, asked, options)
  return matchAncestors(policies, PAGE.url, asked, options)
}

test('nothing throws, whatever the policy, the addresses and the text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const words = fc.oneof(
    policy,
    text,
    fc.array(fc.oneof(source, text)).map((parts) => `script-src ${parts.join(' ')}`),
  )
  fc.assert(
    fc.property(words, text, text, text, request, inline, profile, (header, pageUrl, asked, nonce, like, code, of) => {
      const options = { profile: of }
      const page = { url: pageUrl }
      const policies = [{ header }, { header, disposition: 'report' }] as const
      for (const verdict of [
        matchRequest(policies, page, { ...like, url: asked, nonce, integrity: nonce, destination: 'script' }, options),
        matchRequest(policies, page, { ...like, destination: `new ${asked}` }, options),
        matchInline(policies, page, { ...code, source: asked, nonce }, options),
        matchAncestors(policies, pageUrl, [asked, nonce], options),
      ]) {
        expect(OUTCOMES).toContain(verdict.outcome)
      }
      expect(Array.isArray(sandboxFlags(policies, options))).toBe(true)
    }),
    { numRuns: runs(500, 100_000) },
  )
})

test('a list of policies blocks exactly when one of the enforced ones blocks alone', () => {
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 3 }), policy, question, (enforced, reported, asked) => {
      // Upgrading is asked of all policies at once, so it is the one thing that they do for each other.
      const upgrade = enforced.some((header) => header.includes('upgrade-insecure-requests'))
      const headers = enforced.map((header) => (upgrade ? `${header}; upgrade-insecure-requests` : header))
      const verdict = answer(
        [...headers.map((header) => ({ header })), { header: reported, disposition: 'report' }],
        asked,
      )
      const alone = headers.map((header) => answer([{ header }], asked).outcome)
      expect(verdict.outcome === 'blocked').toBe(alone.includes('blocked'))
      expect(verdict.outcome === 'allowed').toBe(alone.every((outcome) => outcome === 'allowed'))
    }),
    { numRuns: runs(1000, 100_000) },
  )
})

test('report-only policies never block', () => {
  fc.assert(
    fc.property(fc.array(policy, { minLength: 1, maxLength: 3 }), question, (headers, asked) => {
      const verdict = answer(
        headers.map((header) => ({ header, disposition: 'report' })),
        asked,
      )
      expect(verdict.outcome).toBe('allowed')
      for (const report of verdict.reports ?? []) expect(report.policy?.disposition).toBe('report')
    }),
    { numRuns: runs(1000, 100_000) },
  )
})

test('a source more, but no nonce, hash or strict-dynamic, never makes of an allowed thing a blocked one', () => {
  fc.assert(
    fc.property(
      directive,
      fc.array(source, { maxLength: 4 }),
      harmless,
      fc.nat(4),
      question,
      (name, words, more, at, asked) => {
        const longer = [...words.slice(0, at), more, ...words.slice(at)]
        const before = answer([{ header: [name, ...words].join(' ') }], asked)
        const after = answer([{ header: [name, ...longer].join(' ') }], asked)
        if (before.outcome === 'allowed') expect(after.outcome).toBe('allowed')
        if (before.outcome === 'depends') expect(after.outcome).not.toBe('blocked')
      },
    ),
    { numRuns: runs(2000, 100_000) },
  )
})

/** Of each fact, all that can make a difference. */
const FACTS: readonly Omit<ResourceRequest, 'url' | 'destination'>[] = [0, 1].flatMap((redirectCount) =>
  ['', 'abc', 'xyz'].flatMap((nonce) =>
    ['', 'sha256-abcd'].flatMap((integrity) =>
      [true, false].flatMap((flag) => [
        { redirectCount, nonce, integrity, parserInserted: flag, certificateHashes: flag, nestsDocument: flag },
        { redirectCount, nonce, integrity, parserInserted: flag, certificateHashes: !flag, nestsDocument: !flag },
      ]),
    ),
  ),
)

const INLINE_FACTS: readonly Omit<Inline, 'type'>[] = ['', 'abc', 'xyz'].flatMap((nonce) =>
  ['', 'x()', 'y()'].flatMap((source) =>
    [true, false].flatMap((parserInserted) =>
      [true, false].map((trusted) => ({ nonce, source, parserInserted, trusted })),
    ),
  ),
)

test('what depends is decided by facts that were not told, and all that is sure is so whatever they are', () => {
  fc.assert(
    fc.property(policy, request, profile, (header, asked, of) => {
      const ask = (each: ResourceRequest) => matchRequest([{ header }], PAGE, each, { profile: of })
      const verdict = ask(asked)
      const outcomes = new Set(FACTS.map((each) => ask({ ...each, ...asked }).outcome))
      if (verdict.outcome === 'depends') {
        expect(outcomes).toEqual(new Set(['allowed', 'blocked']))
        for (const fact of verdict.dependsOn ?? []) expect(asked).not.toHaveProperty(fact)
      } else {
        expect(outcomes).toEqual(new Set([verdict.outcome]))
      }
    }),
    { numRuns: runs(300, 20_000) },
  )
})

test('the same of inline code', () => {
  // Of the texts in INLINE_FACTS this is the hash of one.
  const list = fc
    .array(fc.oneof(source, fc.constant("'sha256-D6IGS8VMvCoyaR/l0h9tERrBTATY01CoPS7l6xDv0kI='")), { maxLength: 4 })
    .map((words) => `default-src ${words.join(' ')}`)
  fc.assert(
    fc.property(list, inline, profile, (header, asked, of) => {
      const ask = (each: Inline) => matchInline([{ header }], PAGE, each, { profile: of })
      const verdict = ask(asked)
      const outcomes = new Set(INLINE_FACTS.map((each) => ask({ ...each, ...asked }).outcome))
      if (verdict.outcome === 'depends') {
        expect(outcomes).toContain('blocked')
        for (const fact of verdict.dependsOn ?? []) expect(asked).not.toHaveProperty(fact)
      } else {
        expect(outcomes).toEqual(new Set([verdict.outcome]))
      }
    }),
    { numRuns: runs(300, 20_000) },
  )
})

test('a parsed policy answers as its text does', () => {
  fc.assert(
    fc.property(
      fc.array(policy, { minLength: 1, maxLength: 2 }),
      fc.array(question, { maxLength: 3 }),
      (headers, asked) => {
        const header = headers.join(',')
        const parsed = parseCsp(header)
        for (const each of asked) expect(answer(parsed, each)).toEqual(answer([{ header }], each))
      },
    ),
    { numRuns: runs(500, 100_000) },
  )
})

test('a verdict points into the policy that it names', () => {
  fc.assert(
    fc.property(policy, question, (header, asked) => {
      const verdict = answer([{ header }], asked)
      const tokens = [verdict.source, ...(verdict.nearMisses ?? []).map((miss) => miss.source)]
      for (const token of tokens) {
        if (token !== null) expect(header.slice(token.offset, token.offset + token.length)).toBe(token.text)
      }
      const names = verdict.policy?.directives.map(({ name }) => name) ?? [null]
      expect(names).toContain(verdict.directive)
    }),
    { numRuns: runs(1000, 100_000) },
  )
})
