import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { ancestors, HASHED, inline, page, policyListText, policyText, request } from '../csp-arbitrary.test-kit.ts'
import { matchAncestors } from '../match/ancestors.ts'
import { matchInline } from '../match/inline.ts'
import { matchRequest } from '../match/request.ts'
import { sandboxFlags } from '../match/sandbox.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import { matchWebRtc } from '../match/webrtc.ts'
import { type ParsedPolicy, parseCsp } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { isLeftInsecure } from './arrival.ts'
import type { Witness } from './change.ts'
import { describeChanges } from './describe-change.ts'
import { diff } from './diff.ts'
import { subsumes } from './subsumes.ts'

const profile = fc.constantFrom<Profile>('spec', 'chromium', 'gecko', 'webkit')

/** Two lists, of which the second often is the first with some words more or less. */
const edited = fc.oneof(
  fc.tuple(policyListText, policyListText),
  fc.tuple(policyListText, policyText).map(([list, policy]): [string, string] => [list, `${list}, ${policy}`]),
  fc
    .tuple(policyListText, fc.infiniteStream(fc.boolean()), fc.boolean())
    .map(([text, keep, isFirst]): [string, string] => {
      const kept = text.split(' ').filter((word) => word.endsWith(';') || word.includes('-src') || keep.next().value)
      return isFirst ? [text, kept.join(' ')] : [kept.join(' '), text]
    }),
)

/** What the matcher says; undefined where it is not asked. */
function outcome(policies: readonly ParsedPolicy[], witness: Witness, profile: Profile): string | undefined {
  if ('request' in witness) return matchRequest(policies, witness.page, witness.request, { profile }).outcome
  if ('inline' in witness) {
    const text = HASHED.find(({ hashes }) => hashes.some((hash) => hash === witness.hash))?.text
    const asked = text === undefined ? witness.inline : { ...witness.inline, source: text }
    return matchInline(policies, witness.page, asked, { profile }).outcome
  }
  if ('ancestors' in witness) return matchAncestors(policies, witness.self, witness.ancestors, { profile }).outcome
  if ('connection' in witness) return matchWebRtc(policies).outcome
  if ('sandboxFlag' in witness) {
    return sandboxFlags(policies, { profile }).includes(witness.sandboxFlag) ? 'blocked' : 'allowed'
  }
  return undefined
}

test('every witness was blocked before and is allowed now, or the other way round', () => {
  fc.assert(
    fc.property(edited, profile, fc.option(page, { nil: undefined }), ([before, after], profile, page) => {
      const old = parseCsp(before)
      const fresh = parseCsp(after)
      for (const { kind, witness } of diff(before, after, {
        profile,
        ...(page === undefined ? {} : { page: page.url }),
      })) {
        expect(witness === null).toBe(kind === 'unproven')
        if (witness === null || outcome(old, witness, profile) === undefined) continue
        const verdicts = [outcome(old, witness, profile), outcome(fresh, witness, profile)]
        expect([witness, ...verdicts]).toEqual([
          witness,
          ...(kind === 'loosened' ? ['blocked', 'allowed'] : ['allowed', 'blocked']),
        ])
      }
    }),
    { numRuns: runs(150, 1000) },
  )
})

test('without a loosened or unproven change nothing is allowed that was blocked', () => {
  fc.assert(
    fc.property(
      edited,
      profile,
      page,
      fc.array(request, { minLength: 8, maxLength: 8 }),
      fc.array(inline, { minLength: 4, maxLength: 4 }),
      ancestors,
      ([before, after], profile, { url }, requests, inlines, around) => {
        const changes = diff(before, after, { profile, page: url })
        const isTighter = changes.every(({ kind }) => kind === 'tightened')
        expect(isTighter).toBe(subsumes(before, after, { profile, page: url }))
        if (!isTighter) return
        const old = parseCsp(before)
        const fresh = parseCsp(after)
        const isUpgraded = upgradesInsecureRequests(fresh) && !upgradesInsecureRequests(old)
        for (const each of requests) {
          const isInsecure = each.url.startsWith('http:') || each.url.startsWith('ws:')
          if (isUpgraded && isInsecure && !isLeftInsecure(each.url, profile)) continue
          if (matchRequest(old, { url }, each, { profile }).outcome !== 'blocked') continue
          expect(matchRequest(fresh, { url }, each, { profile }).outcome).toBe('blocked')
        }
        for (const each of inlines) {
          if (matchInline(old, { url }, each, { profile }).outcome !== 'blocked') continue
          expect(matchInline(fresh, { url }, each, { profile }).outcome).toBe('blocked')
        }
        if (matchAncestors(old, url, around, { profile }).outcome === 'blocked') {
          expect(matchAncestors(fresh, url, around, { profile }).outcome).toBe('blocked')
        }
      },
    ),
    { numRuns: runs(150, 1000) },
  )
})

test('a list does not differ from itself, and what is no policy does not throw', () => {
  fc.assert(
    fc.property(fc.oneof(policyListText, fc.string()), fc.string({ unit: 'binary' }), (text, noise) => {
      expect(diff(text, text, { equal: true })).toEqual([])
      for (const changes of [diff(text, noise, { equal: true }), diff(noise, text, { page: noise })]) {
        for (const line of describeChanges(changes)) {
          expect([...line].every((character) => character >= ' ' && character !== '\u007f')).toBe(true)
        }
      }
    }),
    { numRuns: runs(150, 1000) },
  )
})
