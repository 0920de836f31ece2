import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FINDING_CODES } from '../../finding.ts'
import { runs } from '../../property.test-kit.ts'
import { DIRECTIVES, SANDBOX_TOKENS } from '../directives.ts'
import { KEYWORD_DIRECTIVES } from '../keywords.ts'
import { parseCsp } from '../parse.ts'
import type { LintDelivery, LintOptions } from './delivery.ts'
import { applyEdit } from './edit.ts'
import { gradeCsp } from './grade.ts'
import { lintCsp } from './lint.ts'
import type { LintFinding } from './lint-finding.ts'

const DIGEST = 'MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='
const WORDS: readonly string[] = [
  ...KEYWORD_DIRECTIVES.keys(),
  ...SANDBOX_TOKENS,
  "'none'",
  'self',
  'none',
  '"self"',
  "'slef'",
  "'wasm-eval'",
  "'allow-duplicates'",
  "'script'",
  "'nonce-q83vASNFZ4mrze3LqYdlQyEA'",
  "'nonce-abc'",
  "'nonce-'",
  `'sha256-${DIGEST}'`,
  `'sha256-${DIGEST.slice(0, -1)}'`,
  `'SHA256-${DIGEST.replaceAll('+', '-')}'`,
  "'sha384-abc'",
  '*',
  'https:',
  'HTTP:',
  'data:',
  'blob:',
  'ws://a.test',
  'a.test',
  'A.test',
  '*.a.test',
  'b.a.test.',
  'http://b.a.test:8080/c/?d#e',
  'https://*:*',
  '//a.test',
  '*.com',
  '127.0.0.1',
  '10.0.0.1',
  '[::1]',
  'localhost:3000',
  'münchen.test',
  '\u2018self\u2019',
  '\u00a0',
  'script-src',
  'csp',
  'CSP',
  '/csp',
  'http://r.test/csp',
  '1',
]
const NAMES: readonly string[] = [
  ...DIRECTIVES.keys(),
  'Script-Src',
  'scrpt-src',
  'img-src:',
  'x',
  "'self'",
  'a.test',
  'img-src\u00a0',
]

const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ unit: 'binary', maxLength: 12 }))
const directive = fc
  .tuple(fc.constantFrom(...NAMES), fc.array(word, { maxLength: 6 }), fc.constantFrom(' ', '\t ', '  '))
  .map(([name, words, space]) => [name, ...words].join(space))
const policy = fc
  .tuple(fc.array(directive, { maxLength: 7 }), fc.constantFrom(';', '; ', ' ;\n', ', ', ','))
  .map(([directives, separator]) => directives.join(separator))
const text = fc.oneof(
  { weight: 4, arbitrary: policy },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
)
const input = fc.record(
  {
    header: text,
    disposition: fc.constantFrom('enforce' as const, 'report' as const),
    delivery: fc.constantFrom('header' as const, 'meta' as const),
  },
  { requiredKeys: ['header'] },
)
const delivery: fc.Arbitrary<LintDelivery> = fc.record(
  {
    page: fc.constantFrom('http://page.test/', 'https:', ''),
    headers: fc.record(
      {
        'X-Frame-Options': fc.oneof(fc.constantFrom('DENY', 'SAMEORIGIN'), fc.string({ maxLength: 8 })),
        'Reporting-Endpoints': fc.oneof(
          fc.constantFrom('csp="https://r.test"', 'other="/r"'),
          fc.string({ maxLength: 12 }),
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)
const OPTIONS: LintOptions = { bypasses: { jsonp: ['//b.a.test/c/d', 'broken'], angular: ['//a.test/angular.js'] } }

/** What a finding is about; several can be about the same. */
function count(findings: readonly LintFinding[], { code, policy: index, directive: name, value }: LintFinding): number {
  return findings.filter(
    (each) => each.code === code && each.policy === index && each.directive === name && Object.is(each.value, value),
  ).length
}

describe('the linter', () => {
  test('never throws, and tells only what is in the text', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 3 }), delivery, (inputs, known) => {
        const findings = lintCsp(inputs, known, OPTIONS)
        for (const { code, span, edit, policy: index, message } of findings) {
          expect(code in FINDING_CODES).toBe(true)
          expect(message).toMatch(/\.$/)
          const { length } = inputs[index]?.header ?? ''
          for (const { offset, length: covered } of edit === undefined ? [span] : [span, edit]) {
            expect(offset).toBeGreaterThanOrEqual(0)
            expect(covered).toBeGreaterThanOrEqual(0)
            expect(offset + covered).toBeLessThanOrEqual(length)
          }
        }
        expect(['none', 'weak', 'fair', 'strong']).toContain(gradeCsp(inputs, known, OPTIONS))
      }),
      { numRuns: runs(600) },
    )
  })

  test('removes each finding by its edit, which leaves a policy', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 2 }), delivery, (inputs, known) => {
        const before = lintCsp(inputs, known, OPTIONS)
        for (const finding of before) {
          const { edit, policy: index } = finding
          const edited = inputs[index]
          if (edit === undefined || edited === undefined) continue
          const header = applyEdit(edited.header, edit)
          expect(parseCsp(header, edited).length).toBeGreaterThan(0)
          const after = lintCsp(
            inputs.map((each, at) => (at === index ? { ...each, header } : each)),
            known,
            OPTIONS,
          )
          expect(count(after, finding), `${finding.code} ${header}`).toBeLessThan(count(before, finding))
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test('reads parsed policies as it reads their text', () => {
    fc.assert(
      fc.property(text, (header) => {
        expect(lintCsp(parseCsp(header)).map(({ code, span, edit }) => ({ code, span, edit }))).toEqual(
          lintCsp([{ header }]).map(({ code, span, edit }) => ({ code, span, edit })),
        )
      }),
      { numRuns: runs(200) },
    )
  })
})
