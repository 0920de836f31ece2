import { readReports, type Violation } from '@sallyport/core/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.test-kit.ts'
import { CHROMIUM, FIREFOX, WEBKIT } from './judge.test-kit.ts'
import { createJudge } from './judge.ts'

const text = fc.oneof(
  fc.constantFrom(
    '',
    'inline',
    'self',
    'data',
    'about:blank',
    'https://',
    'https://a.test:99999/',
    'http://[',
    'javascript:x',
    'blob:',
    'null',
    '%',
    'https://a.test/%ff',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string({ unit: fc.constantFrom('/', '%', '.', '-', ':', 'a', '0', '@', '\ud800', '\u0000'), maxLength: 2048 }),
)
const violations: fc.Arbitrary<Violation> = fc.record({
  documentUrl: text,
  referrer: text,
  blockedUrl: text,
  effectiveDirective: fc.constantFrom(
    'img-src',
    'script-src',
    'script-src-elem',
    'default-src',
    'frame-ancestors',
    'base-uri',
    'trusted-types',
    'webrtc',
    'x',
  ),
  originalPolicy: fc.oneof(text, fc.constantFrom("default-src 'self'", "img-src 'self'")),
  disposition: fc.constantFrom('enforce', 'report'),
  statusCode: fc.nat(),
  sample: text,
  sourceFile: text,
  lineNumber: fc.nat(),
  columnNumber: fc.nat(),
})
const userAgents = fc.oneof(fc.constantFrom(CHROMIUM, FIREFOX, WEBKIT), text)
const OPTIONS = {
  policies: ["default-src 'self'", "img-src 'self'"],
  origins: ['https://shop.example', 'https://*.test'],
}

test('never throws, and what a group holds is short', () => {
  const judge = createJudge(OPTIONS)
  fc.assert(
    fc.property(violations, userAgents, (report, userAgent) => {
      const group = judge.group(report, { userAgent })
      expect(group.blocked.length).toBeLessThan(2100)
      expect(group.page.length).toBeLessThan(2400)
      expect(group.policy).toHaveLength(16)
    }),
    { numRuns: runs(3000) },
  )
})

test('what was judged before changes no verdict', () => {
  const judge = createJudge(OPTIONS)
  fc.assert(
    fc.property(violations, userAgents, (report, userAgent) => {
      const afresh = createJudge(OPTIONS).group(report, { userAgent })
      expect(judge.group(report, { userAgent })).toEqual(afresh)
      expect(judge.group(report, { userAgent })).toEqual(afresh)
    }),
    { numRuns: runs(500) },
  )
})

test('report order means nothing', () => {
  fc.assert(
    fc.property(fc.array(violations, { maxLength: 10 }), (reports) => {
      const judge = createJudge(OPTIONS)
      const there = reports.map((report) => judge.group(report, { userAgent: CHROMIUM }))
      const back = createJudge(OPTIONS)
      expect([...reports].reverse().map((report) => back.group(report, { userAgent: CHROMIUM }))).toEqual(
        [...there].reverse(),
      )
    }),
    { numRuns: runs(200) },
  )
})

test('a body of junk between two reports changes neither', () => {
  const good = {
    'csp-report': {
      'effective-directive': 'img-src',
      'blocked-uri': 'https://evil.test/',
      'document-uri': 'https://shop.example/',
      'original-policy': "img-src 'self'",
    },
  }
  const judge = createJudge(OPTIONS)
  fc.assert(
    fc.property(fc.jsonValue(), (junk) => {
      const read = readReports([good, junk, good], {})
      const groups = read.flatMap((report) =>
        report.kind === 'violation' ? [judge.group(report.violation, { userAgent: '' })] : [],
      )
      expect(groups[0]).toMatchObject({ standing: 'consistent' })
      expect(groups.at(-1)).toBe(groups[0])
    }),
    { numRuns: runs(500) },
  )
})
