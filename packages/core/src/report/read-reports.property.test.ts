import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { readReports } from './read-reports.ts'

const NAMES = [
  'csp-report', 'type', 'url', 'body', 'age', 'user_agent', 'effective-directive', 'effectiveDirective', 'violated-directive',
  'blocked-uri', 'blockedURL', 'document-uri', 'documentURL', 'original-policy', 'originalPolicy', 'disposition', 'line-number',
  'script-sample', 'hash', '__proto__', 'toString', 'constructor',
] // biome-ignore format: a list of names
const words = fc.constantFrom(
  'csp-violation',
  'csp-hash',
  'img-src',
  'script-src x',
  'enforce',
  'report',
  'inline',
  '1',
  '',
)
const hostile = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    words,
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.double(),
    fc.constantFrom(null, true, undefined),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 8 }).map((pairs) => {
      // Through JSON.parse, which alone makes __proto__ a property of an object's own.
      const members = pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`)
      const parsed: unknown = JSON.parse(`{${members.join(',')}}`)
      return parsed
    }),
  ),
})).value

test('never throws, keeps the order and the number, and holds no more than it may', () => {
  fc.assert(
    fc.property(hostile, (body) => {
      const reports = readReports(body, {})
      expect(reports).toHaveLength(Array.isArray(body) ? body.length : 1)
      for (const report of reports) {
        if (report.kind !== 'violation') continue
        for (const [name, value] of Object.entries(report.violation)) {
          if (typeof value === 'string')
            expect(value.length).toBeLessThanOrEqual(name === 'originalPolicy' ? 16_384 : 2048)
          else expect(Number.isInteger(value) && value >= 0).toBe(true)
        }
      }
    }),
    { numRuns: runs(1000) },
  )
})

test('a report is read alike whatever stands beside it', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 5 }), (bodies) => {
      const alone = bodies.map((body) => readReports([body], {})[0])
      expect(readReports(bodies, {})).toEqual(alone)
    }),
    { numRuns: runs(300) },
  )
})
