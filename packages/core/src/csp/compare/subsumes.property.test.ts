import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { ancestors, inline, page, policyListText, policyText, request, sourceWord } from '../csp-arbitrary.test-kit.ts'
import { matchAncestors } from '../match/ancestors.ts'
import { matchInline } from '../match/inline.ts'
import { matchRequest } from '../match/request.ts'
import { sandboxFlags } from '../match/sandbox.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import { matchWebRtc } from '../match/webrtc.ts'
import { parseCsp } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { isLeftInsecure } from './arrival.ts'
import { intersect } from './intersect.ts'
import { intersectToOne } from './intersect-to-one.ts'
import { subsumes } from './subsumes.ts'

const PROFILES: readonly Profile[] = ['spec', 'chromium', 'gecko', 'webkit']

const NAMES = [
  'default-src',
  'script-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'worker-src',
  'connect-src',
  'img-src',
  'media-src',
  'base-uri',
]

/** Two lists of which the second is often the narrower one: it keeps the first, or a part of its words. */
const pair = fc.oneof(
  fc.tuple(policyListText, policyListText),
  fc.tuple(policyText, policyText, fc.boolean()).map(([one, other]): [string, string] => [one, `${one}, ${other}`]),
  policyListText.chain((text) => {
    const words = text.split(' ')
    return fc.subarray(words.map((_, index) => index)).map((kept): [string, string] => {
      const names = words.filter((word, index) => kept.includes(index) || word.endsWith(';') || word.includes('-src'))
      return [text, names.join(' ')]
    })
  }),
)

test.each<'ci' | 'cspee'>(['ci', 'cspee'])('%s: a list subsumes itself, whatever it is', (mode) => {
  fc.assert(
    fc.property(fc.oneof(policyListText, fc.string()), (text) => {
      const isNothing = parseCsp(text).every(({ directives }) => directives.length === 0)
      // Of a list Embedded Enforcement asks for the narrowest in each respect by itself, which may not be one that it can see.
      if (mode === 'cspee' && parseCsp(text).length > 1) return
      expect(subsumes(text, text, { mode })).toBe(true)
      if (!isNothing) expect(subsumes(text, '', { mode: 'cspee' })).toBe(false)
    }),
    { numRuns: runs(300, 1000) },
  )
})

test('what both of two lists allow, each of them allows', () => {
  fc.assert(
    fc.property(policyListText, policyListText, (one, other) => {
      const both = intersect(one, other)
      expect(subsumes(one, both)).toBe(true)
      expect(subsumes(other, both)).toBe(true)
    }),
    { numRuns: runs(300, 1000) },
  )
})

test('one policy for two lists, where there is one, is as narrow and as wide as both', () => {
  fc.assert(
    fc.property(policyText, policyText, (one, other) => {
      const merged = intersectToOne(one, other)
      if (merged === undefined) return
      expect(parseCsp(merged)).toHaveLength(1)
      expect(subsumes(one, merged) && subsumes(other, merged)).toBe(true)
      expect(subsumes(merged, intersect(one, other))).toBe(true)
    }),
    { numRuns: runs(300, 1000) },
  )
})

test('a chain of lists subsumes from end to end', () => {
  fc.assert(
    fc.property(policyListText, policyText, policyText, (first, second, third) => {
      const middle = intersect(first, second)
      const last = intersect(middle, third)
      expect(subsumes(first, middle) && subsumes(middle, last)).toBe(true)
      expect(subsumes(first, last)).toBe(true)
    }),
    { numRuns: runs(300, 1000) },
  )
})

test('what a subsumed list allows, the other one allows, in every profile', () => {
  let subsumed = 0
  fc.assert(
    fc.property(
      pair,
      page,
      fc.boolean(),
      fc.array(request, { minLength: 8, maxLength: 8 }),
      fc.array(inline, { minLength: 4, maxLength: 4 }),
      ancestors,
      ([required, given], { url }, isTold, requests, inlines, around) => {
        const outer = parseCsp(required)
        const inner = parseCsp(given)
        for (const profile of PROFILES) {
          if (!subsumes(outer, inner, { profile, ...(isTold ? { page: url } : {}) })) continue
          subsumed++
          const isUpgraded = upgradesInsecureRequests(inner) && !upgradesInsecureRequests(outer)
          for (const each of requests) {
            // What is upgraded is then loaded over https, which the other one may allow as well.
            const isInsecure = each.url.startsWith('http:') || each.url.startsWith('ws:')
            if (isUpgraded && isInsecure && !isLeftInsecure(each.url, profile)) continue
            if (matchRequest(inner, { url }, each, { profile }).outcome !== 'allowed') continue
            expect([profile, each, matchRequest(outer, { url }, each, { profile }).outcome]).toEqual([
              profile,
              each,
              'allowed',
            ])
          }
          for (const each of inlines) {
            if (matchInline(inner, { url }, each, { profile }).outcome !== 'allowed') continue
            expect([profile, each, matchInline(outer, { url }, each, { profile }).outcome]).toEqual([
              profile,
              each,
              'allowed',
            ])
          }
          if (matchAncestors(inner, url, around, { profile }).outcome === 'allowed') {
            expect([profile, around, matchAncestors(outer, url, around, { profile }).outcome]).toEqual([
              profile,
              around,
              'allowed',
            ])
          }
          if (matchWebRtc(inner).outcome === 'allowed') expect(matchWebRtc(outer).outcome).toBe('allowed')
          expect(sandboxFlags(inner, { profile })).toEqual(
            expect.arrayContaining([...sandboxFlags(outer, { profile })]),
          )
        }
      },
    ),
    { numRuns: runs(300, 1000) },
  )
  expect(subsumed).toBeGreaterThan(0)
})

test('a list that is included in another allows nothing else, in every profile', () => {
  const words = fc.array(sourceWord, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(
      fc.constantFrom(...NAMES),
      words,
      fc.array(words, { minLength: 1, maxLength: 2 }),
      page,
      fc.boolean(),
      fc.array(request, { minLength: 16, maxLength: 16 }),
      fc.array(inline, { minLength: 16, maxLength: 16 }),
      (name, outerWords, innerLists, { url }, isTold, requests, inlines) => {
        const outer = parseCsp(`${name} ${outerWords.join(' ')}`)
        // The first of them often has some words of the other.
        const [first = [], ...others] = innerLists
        const lists = [[...outerWords.slice(1), ...first.slice(1)], ...others]
        const inner = parseCsp(lists.map((words) => `${name} ${words.join(' ')}`).join(', '))
        for (const profile of PROFILES) {
          if (!subsumes(outer, inner, { profile, ...(isTold ? { page: url } : {}) })) continue
          for (const each of requests) {
            if (matchRequest(inner, { url }, each, { profile }).outcome !== 'allowed') continue
            const { outcome } = matchRequest(outer, { url }, each, { profile })
            expect([profile, each, outcome]).toEqual([profile, each, 'allowed'])
          }
          for (const each of inlines) {
            if (matchInline(inner, { url }, each, { profile }).outcome !== 'allowed') continue
            const { outcome } = matchInline(outer, { url }, each, { profile })
            expect([profile, each, outcome]).toEqual([profile, each, 'allowed'])
          }
        }
      },
    ),
    { numRuns: runs(500, 1000) },
  )
})

test('never throws, and two texts that are no policies subsume each other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.string(), (one, other, page) => {
      for (const mode of ['ci', 'cspee'] as const) expect(subsumes(one, other, { mode, page })).toBeTypeOf('boolean')
      for (const text of [intersect(one, other), intersectToOne(one, other) ?? '']) {
        expect([...text].every((character) => character >= ' ' && character <= '~')).toBe(true)
      }
    }),
    { numRuns: runs(300, 1000) },
  )
})
