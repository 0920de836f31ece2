import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { runs } from '../property.test-kit.ts'
import { fromHelmet } from './from-helmet.ts'
import { fromNosecone } from './from-nosecone.ts'
import type { CspMigration } from './migration/migration.ts'

/** What JavaScript callers may hand over. */
const untyped: {
  fromHelmet(options: unknown, settings: unknown): CspMigration
  fromNosecone(options: unknown, settings: unknown): CspMigration
} = { fromHelmet, fromNosecone }

const KEY = fc.constantFrom(
  'defaultSrc',
  'script-src',
  'scriptSrc',
  'sandbox',
  'reportUri',
  'trustedTypes',
  'webrtc',
  'x',
)
const WORD = fc.oneof(
  fc.constantFrom("'self'", "'unsafe-inline'", "'nonce-a'", "'sha256-a'", "'none'", 'a.test', 'allow-forms', '/r'),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.func(fc.oneof(fc.string(), fc.constantFrom("'nonce-a'", "'nonce-a' *", "'nonce-a';x"))),
)
const DIRECTIVES = fc.dictionary(KEY, fc.oneof(fc.array(WORD, { maxLength: 4 }), WORD, fc.anything()), { maxKeys: 4 })
const OPTIONS = fc.oneof(
  fc.record({ directives: DIRECTIVES, useDefaults: fc.anything(), reportOnly: fc.anything() }, { requiredKeys: [] }),
  fc.record({ contentSecurityPolicy: fc.record({ directives: DIRECTIVES }) }),
  fc.record({ contentSecurityPolicy: fc.anything(), enableCSPNonces: fc.boolean() }, { requiredKeys: [] }),
  fc.anything(),
)
const FROM = fc.constantFrom('helmet', '@fastify/helmet', 'koa-helmet', 'nosecone', '@nosecone/next', undefined)

test('anything at all has a translation that compiles to one policy, or an error', () => {
  fc.assert(
    fc.property(OPTIONS, FROM, (options, from) => {
      for (const { csp, findings } of [
        untyped.fromHelmet(options, { from }),
        untyped.fromNosecone(options, { from }),
      ]) {
        expect(csp === null).toBe(findings.some(({ severity }) => severity === 'error'))
        if (!csp) continue
        expect(compile({ csp }).findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }
    }),
    { numRuns: runs(2000) },
  )
})

test('nothing that stands in the options becomes a directive or a policy of its own', () => {
  const word = fc
    .tuple(WORD, fc.constantFrom(';', ',', '\n', '\r', '\0'))
    .map(([text, separator]) => `${String(text)}${separator}b.test`)
  fc.assert(
    fc.property(word, (text) => {
      expect(fromHelmet({ directives: { imgSrc: [text] } }).csp).toBeNull()
      expect(fromNosecone({ directives: { imgSrc: [text] } }).csp).toBeNull()
    }),
    { numRuns: runs(500) },
  )
})
