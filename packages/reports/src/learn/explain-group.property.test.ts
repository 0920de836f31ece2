import { matchAncestors, matchRequest, parseSource } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainGroup } from './explain-group.ts'
import { groupOf } from './groups.test-kit.ts'
import { groups, policies } from './groups-arbitrary.test-kit.ts'

const RUNS = Number(process.env.SALLYPORT_RUNS ?? 1000)

/** What an effective directive is asked about, written down once more. */
const DESTINATIONS: ReadonlyMap<string, string> = new Map([
  ['script-src-elem', 'script'],
  ['style-src-elem', 'style'],
  ['img-src', 'image'],
  ['font-src', 'font'],
  ['media-src', 'audio'],
  ['connect-src', ''],
  ['frame-src', 'iframe'],
  ['worker-src', 'worker'],
  ['object-src', 'embed'],
  ['manifest-src', 'manifest'],
])

test('the change lets through what was blocked, and is one exact source', () => {
  let changes = 0
  fc.assert(
    fc.property(groups, policies, (group, policy) => {
      const { change, risk } = explainGroup(group, policy)
      expect(change === undefined).toBe(risk === undefined)
      if (change === undefined) return
      changes++
      expect(change.add).not.toContain('*')
      expect(change.add.startsWith("'") ? change.add : "'self'").toBe("'self'")
      expect(parseSource(change.add)).not.toHaveProperty('code')
      if (change.add.endsWith(':')) expect(change.directive).toMatch(/^(?:img|font|media)-src$/)
      const header = change.policy.replaceAll("'nonce'", "'nonce-abc'")
      if (group.directive === 'frame-ancestors') {
        expect(matchAncestors([{ header }], group.page, [group.blocked]).outcome).toBe('allowed')
        return
      }
      const destination = DESTINATIONS.get(group.directive)
      if (destination === undefined) return
      const url = group.blocked.endsWith(':') ? `${group.blocked}x` : `${group.blocked}/any/file.js?q`
      const request = { url, destination, redirectCount: 0, nonce: '', integrity: '', parserInserted: true }
      expect(matchRequest([{ header }], { url: group.page }, request).outcome).toBe('allowed')
    }),
    { numRuns: RUNS },
  )
  expect(changes).toBeGreaterThan(0)
})

test('any text is explained, in one line of ASCII each', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('https://a;b', 'data:', "'self'", 'https://a.test,b'),
  )
  fc.assert(
    fc.property(text, text, text, text, text, (directive, blocked, page, rule, policy) => {
      const group = groupOf({ directive, blocked, page, noise: { rule, confidence: 'likely' } })
      const { summary, details, advice = '' } = explainGroup(group, policy)
      for (const line of [summary, ...details, advice]) expect(line).toMatch(/^[\x20-\x7e’…]*$/)
    }),
    { numRuns: RUNS },
  )
})
