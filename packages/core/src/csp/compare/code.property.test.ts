import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { HASHED } from '../csp-arbitrary.test-kit.ts'
import { fold } from '../match/hash-source.ts'
import { matchInline } from '../match/inline.ts'
import { matchRequest } from '../match/request.ts'
import { parseCsp } from '../parse.ts'
import type { Inline, Profile, ResourceRequest } from '../verdict.ts'
import { subsumes } from './subsumes.ts'

const PAGE = { url: 'https://a.test/' }
// One for each text: that two are of the same text nobody can tell.
const HASHES = HASHED.map(({ hashes }, index) => hashes[index] ?? '')
const WORDS = [
  "'unsafe-inline'",
  "'strict-dynamic'",
  "'unsafe-hashes'",
  "'nonce-a'",
  "'nonce-b'",
  "'unsafe-eval'",
  "'wasm-unsafe-eval'",
  "'inline-speculation-rules'",
  'https:',
  ...HASHES.map((hash) => `'${hash}'`),
]
const TYPES = [
  'script',
  'script speculationrules',
  'script attribute',
  'style',
  'style attribute',
  'navigation',
  'eval',
  'wasm-eval',
] as const

// In base64 too: engines that read a source in base64url so compare it with an integrity that is not (`integrity-hash-folded`).
const INTEGRITIES: ReadonlySet<string> = new Set(HASHES.flatMap((hash) => [hash, toBase64(hash)]))

function toBase64(hash: string): string {
  const [algorithm = '', ...value] = hash.split('-')
  return `${algorithm}-${fold(value.join('-'))}`
}

/** All that these words tell apart. */
const INLINES: readonly Inline[] = TYPES.flatMap((type) =>
  ['', 'a', 'b', 'c'].flatMap((nonce) =>
    ['other', ...HASHED.map(({ text }) => text)].flatMap((source) =>
      [true, false].map((parserInserted) => ({ type, nonce, source, parserInserted, trusted: true })),
    ),
  ),
)
const REQUESTS: readonly ResourceRequest[] = ['https://b.test/', 'http://b.test/'].flatMap((url) => [
  { url, destination: 'worker', redirectCount: 0 },
  { url, destination: '', initiator: 'prefetch' as const, redirectCount: 0 },
  ...['script', 'style'].flatMap((destination) =>
    ['', 'a', 'b', 'c'].flatMap((nonce) =>
      ['', ...INTEGRITIES, `${HASHES[0]} ${HASHES[1]}`].flatMap((integrity) =>
        [true, false].map((parserInserted) => ({
          url,
          destination,
          nonce,
          integrity,
          parserInserted,
          redirectCount: 0,
        })),
      ),
    ),
  ),
])

function allowed(text: string, profile: Profile): ReadonlySet<object> {
  const policies = parseCsp(text)
  const inlines = INLINES.filter((each) => matchInline(policies, PAGE, each, { profile }).outcome === 'allowed')
  const requests = REQUESTS.filter((each) => matchRequest(policies, PAGE, each, { profile }).outcome === 'allowed')
  return new Set([...inlines, ...requests])
}

const words = fc.subarray(WORDS, { maxLength: 5 })

test.each<Profile>(['spec', 'chromium', 'gecko', 'webkit'])(
  '%s: of two lists of scripts or styles one subsumes another just when it allows all that it does',
  (profile) => {
    fc.assert(
      fc.property(
        fc.constantFrom('script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'default-src'),
        words,
        words,
        fc.boolean(),
        (name, first, second, isWider) => {
          const outer = [name, ...first].join(' ')
          const inner = [name, ...(isWider ? [...first.slice(1), ...second.slice(0, 1)] : second)].join(' ')
          const outerAllowed = allowed(outer, profile)
          const difference = [...allowed(inner, profile)].filter((each) => !outerAllowed.has(each))
          const isSubsumed = subsumes(outer, inner, { profile, page: PAGE.url })
          expect([isSubsumed, difference]).toEqual([difference.length === 0, difference])
        },
      ),
      { numRuns: runs(100, 1000) },
    )
  },
)
