import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { compileMatcher, NO_MATCH } from './matcher.ts'
import { isSerialisedOrigin } from './origin.ts'
import { type OriginPattern, parseOriginPattern } from './pattern.ts'

function patternsOf(texts: readonly string[]): readonly OriginPattern[] {
  return texts.map((text) => {
    const pattern = parseOriginPattern(text)
    if ('code' in pattern) throw new Error(pattern.message)
    return pattern
  })
}

const label = fc.constantFrom('a', 'b', 'aa', 'example', 'xn--bcher-kva', 'w-w')
const host = fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join('.'))
const scheme = fc.constantFrom('https', 'http', 'app')
const port = fc.constantFrom('', ':8080', ':8443')
const patternText = fc
  .tuple(scheme, fc.boolean(), host, fc.oneof(port, fc.constant(':*')))
  .map(([s, wildcard, h, p]) => `${s}://${wildcard ? '*.' : ''}${h}${p}`)
const originText = fc.tuple(scheme, host, port).map(([s, h, p]) => `${s}://${h}${p}`)

/** The rule, written as plainly as it can be. */
function admitsPlainly(pattern: OriginPattern, origin: string): boolean {
  const [originScheme, rest = ''] = origin.split('://')
  const [originHost = '', originPort = ''] = rest.split(':')
  if (originScheme !== pattern.scheme) return false
  if (pattern.port !== '*' && pattern.port !== originPort) return false
  return pattern.wildcard ? originHost.endsWith(`.${pattern.host}`) : originHost === pattern.host
}

test('agrees with the plain rule for any patterns and origins', () => {
  fc.assert(
    fc.property(fc.uniqueArray(patternText, { maxLength: 40 }), originText, (texts, origin) => {
      const patterns = patternsOf(texts)
      expect(compileMatcher(patterns).find(origin) !== NO_MATCH).toBe(
        patterns.some((one) => admitsPlainly(one, origin)),
      )
    }),
    { numRuns: runs(2000) },
  )
})

test('whatever it admits is a serialised origin', () => {
  const matcher = compileMatcher(
    patternsOf(['https://a.test', 'https://*.example.com', 'http://localhost:*', 'https://*.b.test:*']),
  )
  const mutated = fc
    .tuple(
      fc.constantFrom('https://x.example.com', 'https://a.test', 'http://localhost:80', 'https://x.b.test:1'),
      fc.nat(22),
      fc.string({ maxLength: 3 }),
    )
    .map(([text, index, inserted]) => text.slice(0, index) + inserted + text.slice(index))
  fc.assert(
    fc.property(mutated, (origin) => {
      if (matcher.find(origin) !== NO_MATCH) expect(isSerialisedOrigin(origin)).toBe(true)
    }),
    { numRuns: runs(5000) },
  )
})
