import type { Violation } from '@sallyport/core/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.test-kit.ts'
import { CHROMIUM } from './judge.test-kit.ts'
import { createJudge } from './judge.ts'
import { recentOf } from './recent-report.ts'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const base64url = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', ''),
)
const digits = fc.integer({ min: 100_000, max: 999_999_999 }).map(String)
const name = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 5, maxLength: 12 })

/** What gives itself away by its form. */
const tokens = fc.oneof(
  fc.uuid(),
  hex(16),
  hex(32),
  hex(64),
  base64url,
  digits,
  base64url.map((text) => `eyJhbGciOi.${text}.x`),
)
const mails = name.map((text) => `planted-${text}@example.com`)
/** What looks like any word, and so must not stand where words are kept. */
const words = name.map((text) => `planted${text}`)
const secrets = fc.oneof(tokens, mails, words)

const origins = fc.constantFrom('https://shop.example', 'https://evil.test', 'http://localhost:3000')

/** A URL with secrets in all the places where they are not kept. */
const urls = fc
  .record({
    origin: origins,
    user: secrets,
    segment: fc.oneof(tokens, mails, mails.map(encodeURIComponent)),
    query: secrets,
    fragment: secrets,
  })
  .map(({ origin, user, segment, query, fragment }) => ({
    text: `${origin.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(user)}@`)}/orders/${segment}/show?email=${query}&${query}#${fragment}`,
    planted: [user, encodeURIComponent(user), segment, query, fragment],
  }))
const others = fc
  .record({
    scheme: fc.constantFrom(
      'data:text/plain,',
      'blob:https://shop.example/',
      'chrome-extension://',
      'moz-extension://',
      'about:',
      'file:///',
      'mailto:',
      'myapp://',
    ),
    secret: secrets,
  })
  .map(({ scheme, secret }) => ({ text: scheme + secret, planted: [secret] }))
const bare = fc
  .oneof(
    fc.uuid(),
    hex(32),
    mails,
    base64url.map((text) => `x1${text}`),
  )
  .map((text) => ({ text, planted: [text] }))
const places = fc.oneof({ weight: 4, arbitrary: urls }, others, bare)

const reports = fc.record({
  documentUrl: places,
  referrer: places,
  blockedUrl: places,
  sourceFile: places,
  sample: secrets,
  policySecret: secrets,
  effectiveDirective: fc.oneof(
    fc.constantFrom('img-src', 'script-src-elem', 'frame-ancestors'),
    words.map((text) => `${text}-src`),
  ),
})

test('no secret that was planted in a report is in its group, or in what a developer sees of it but for the sample', () => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ['https://shop.example'] })
  fc.assert(
    fc.property(
      reports,
      ({ documentUrl, referrer, blockedUrl, sourceFile, sample, policySecret, effectiveDirective }) => {
        const violation: Violation = {
          documentUrl: documentUrl.text,
          referrer: referrer.text,
          blockedUrl: blockedUrl.text,
          sourceFile: sourceFile.text,
          sample,
          effectiveDirective,
          originalPolicy: `img-src 'self' https://a.test/${policySecret} 'nonce-${policySecret}'; report-uri /?${policySecret}`,
          disposition: 'enforce',
          statusCode: 200,
          lineNumber: 1,
          columnNumber: 1,
        }
        const group = judge.group(violation, { userAgent: `${CHROMIUM} ${policySecret}` })
        const { sample: _, ...seen } = recentOf(violation, group, 0)
        // A hash holds the digits of a short secret by chance.
        const kept = JSON.stringify({ ...group, ...seen, policy: '' })
        const planted = [documentUrl, referrer, blockedUrl, sourceFile].flatMap((place) => place.planted)
        for (const secret of [
          ...planted,
          sample,
          policySecret,
          effectiveDirective.startsWith('planted') ? effectiveDirective : 'planted',
        ]) {
          expect(kept, `${secret} of ${JSON.stringify(violation)}`).not.toContain(secret)
        }
      },
    ),
    { numRuns: runs(2000) },
  )
})
