import {
  hashSource,
  type Inline,
  matchInline,
  matchRequest,
  type Profile,
  type ResourceRequest,
} from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Browser, Group } from '../group.ts'
import { groupOf } from './groups.test-kit.ts'
import { judgeGroup } from './judge-group.ts'
import { readPolicyText } from './policy-forms.ts'

const RUNS = Number(process.env.SALLYPORT_RUNS ?? 2000)

/** What happened in a browser, of which a group keeps the least. */
type Event =
  | { readonly kind: 'inline'; readonly directive: string; readonly inline: Inline }
  /** `leadsTo`: where the address redirects to. */
  | {
      readonly kind: 'request'
      readonly directive: string
      readonly request: ResourceRequest
      readonly leadsTo?: string
    }

const TEXTS = ['a()', 'b()']
const HASHES = await Promise.all(TEXTS.map((text) => hashSource(text)))

const WORDS = [
  "'self'",
  "'none'",
  "'nonce-*'",
  "'strict-dynamic'",
  "'unsafe-inline'",
  "'unsafe-hashes'",
  ...HASHES,
  'https:',
  'lib.example',
  'https://lib.example/js/',
  'https://lib.example/css/',
  'https://cdn.example',
  '*.example',
  '*',
]

const policies = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('default-src', 'script-src', 'script-src-elem', 'style-src', 'img-src', 'worker-src'),
      fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }),
    ),
    { selector: ([name]) => name, minLength: 1, maxLength: 4 },
  )
  .map((directives) => directives.map(([name, words]) => [name, ...words].join(' ')).join('; '))

const nonce = fc.constantFrom('', 'page', 'other')
const address = fc.constantFrom(
  'https://lib.example/js/a.js',
  'https://lib.example/css/a.css',
  'https://lib.example/js/deep/a.js',
  'https://cdn.example/x',
  'https://page.example/own',
  'data:text/plain,x',
)

const events: fc.Arbitrary<Event> = fc.oneof(
  fc
    .record({
      of: fc.constantFrom<readonly [string, Inline['type']]>(
        ['script-src-elem', 'script'],
        ['script-src-attr', 'script attribute'],
        ['style-src-elem', 'style'],
        ['style-src-attr', 'style attribute'],
      ),
      source: fc.constantFrom(...TEXTS),
      nonce,
      parserInserted: fc.boolean(),
    })
    .map(({ of: [directive, type], ...facts }) => ({ kind: 'inline' as const, directive, inline: { type, ...facts } })),
  fc
    .record({
      of: fc.constantFrom<readonly [string, string]>(
        ['script-src-elem', 'script'],
        ['style-src-elem', 'style'],
        ['img-src', 'image'],
        ['worker-src', 'worker'],
      ),
      url: address,
      leadsTo: fc.option(
        address.filter((url) => url.startsWith('http')),
        { nil: undefined },
      ),
      nonce,
      parserInserted: fc.boolean(),
    })
    .map(({ of: [directive, destination], leadsTo, ...facts }) => ({
      kind: 'request' as const,
      directive,
      request: { destination, integrity: '', ...facts },
      ...(leadsTo === undefined ? {} : { leadsTo }),
    })),
)

const PAGE = { url: 'https://page.example/' }
const PROFILES: Readonly<Record<Browser, Profile>> = {
  chromium: 'chromium',
  firefox: 'gecko',
  webkit: 'webkit',
  other: 'spec',
}

function isBlocked(policy: string, event: Event, browser: Browser): boolean {
  const asked = [{ header: policy.replaceAll("'nonce-*'", "'nonce-page'") }]
  const options = { profile: PROFILES[browser] }
  if (event.kind === 'inline') return matchInline(asked, PAGE, event.inline, options).outcome === 'blocked'
  const { request, leadsTo } = event
  const hops = [
    { ...request, redirectCount: 0 },
    ...(leadsTo === undefined ? [] : [{ ...request, url: leadsTo, redirectCount: 1 }]),
  ]
  return hops.some((hop) => matchRequest(asked, PAGE, hop, options).outcome === 'blocked')
}

function groupFor(event: Event, browser: Browser): Group {
  const { directive } = event
  if (event.kind === 'inline') return groupOf({ directive, browser, blocked: 'inline', page: PAGE.url })
  const { protocol, origin } = new URL(event.request.url)
  return groupOf({ directive, browser, blocked: origin === 'null' ? protocol : origin, page: PAGE.url })
}

test('what a candidate is said to do with a group it does with what was counted in it', () => {
  // Where the first address was blocked already, nobody has seen where it leads.
  const seen = (event: Event, original: string, browser: Browser): Event => {
    if (event.kind === 'inline') return event
    const { leadsTo: _, ...first } = event
    return isBlocked(original, first, browser) ? first : event
  }
  const told = { blocked: 0, allowed: 0, depends: 0 }
  fc.assert(
    fc.property(
      events,
      policies,
      policies,
      fc.constantFrom<Browser>('chromium', 'firefox', 'webkit', 'other'),
      (happened, original, candidate, browser) => {
        const event = seen(happened, original, browser)
        fc.pre(isBlocked(original, event, browser))
        const [first, second] = [readPolicyText(original), readPolicyText(candidate)]
        const { outcome } = judgeGroup(second === undefined ? [] : [second], groupFor(event, browser), first)
        if (outcome === 'unknown') throw new Error('unknown')
        told[outcome]++
        if (outcome === 'depends') return
        expect(isBlocked(candidate, event, browser) ? 'blocked' : 'allowed').toBe(outcome)
      },
    ),
    { numRuns: RUNS },
  )
  expect(told.blocked).toBeGreaterThan(0)
  expect(told.allowed).toBeGreaterThan(0)
  // Some are open; most are not.
  expect(told.depends).toBeLessThan(RUNS / 2)
})
