import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { decide } from '../decide.ts'
import { ConfigError, type Finding } from '../finding.ts'
import type { RequestView } from '../request.ts'
import { drawSession } from './sample.ts'

const cookie = 'sid'

function policyFor(...shares: readonly number[]) {
  return compile({
    csp: [
      "default-src 'self'",
      ...shares.map((share) => ({
        directives: { 'img-src': [`https://s${share * 100}.test` as const] },
        reportOnly: true as const,
        sample: { share, cookie },
      })),
    ],
    reporting: { endpoint: '/r' },
  })
}

function requestWith(cookies: string | undefined, scheme = 'http'): RequestView {
  return { method: 'GET', path: '/', scheme, header: (name) => (name === 'cookie' ? cookies : undefined) }
}

/** The shares whose policies the response has, in percent. */
function sentTo(policy: ReturnType<typeof policyFor>, request: RequestView): readonly number[] {
  const decision = decide(policy, request)
  const pairs = decision.kind === 'continue' ? (decision.csp?.nonceless ?? []) : []
  expect(pairs.filter(([name]) => name === 'content-security-policy')).toHaveLength(1)
  const value = pairs.find(([name]) => name === 'content-security-policy-report-only')?.[1] ?? ''
  return value.split(', ').flatMap((text) => {
    const start = text.indexOf('https://s')
    return start === -1 ? [] : [Number(text.slice(start + 'https://s'.length, text.indexOf('.test')))]
  })
}

describe('the cookie of a session (RFC 6265 §4.2.1)', () => {
  const drawn = drawSession('sid=abc', cookie)
  test.each<[title: string, cookies: string]>([
    ['alone', 'sid=abc'],
    ['among others', 'a=1; sid=abc; b=2'],
    ['without spaces', 'a=1;sid=abc;b=2'],
    ['with more spaces', 'a=1 ;\t sid=abc \t; b=2'],
    ['twice: the first', 'sid=abc; sid=xyz'],
    ['after names that it is a part of', 'sid2=1; xsid=2; si=3; sid=abc'],
    ['after pairs that are none', ';; =; sid; sid abc; =sid=; sid=abc'],
  ])('%s', (_title, cookies) => {
    expect(drawSession(cookies, cookie)).toBe(drawn)
  })

  test.each<[title: string, cookies: string | undefined]>([
    ['no header', undefined],
    ['an empty header', ''],
    ['another cookie', 'session=abc'],
    ['another case: names of cookies have one', 'SID=abc'],
    ['no value', 'sid=; a=1'],
    ['no equals sign', 'sid'],
    ['longer than browsers keep', `sid=${'a'.repeat(4097)}`],
  ])('%s: in no sample', (_title, cookies) => {
    expect(drawSession(cookies, cookie)).toBeUndefined()
    expect(sentTo(policyFor(1), requestWith(cookies))).toEqual([])
  })

  test('a value may hold an equals sign, and is another with another name', () => {
    expect(drawSession('sid=a=b', cookie)).not.toBe(drawSession('sid=a', cookie))
    expect(drawSession('other=abc', 'other')).not.toBe(drawn)
  })
})

test('everybody is below 1, nobody is below 0', () => {
  for (let session = 0; session < 200; session++) {
    const request = requestWith(`sid=${session}`)
    expect(sentTo(policyFor(1), request)).toEqual([100])
    expect(sentTo(policyFor(0), request)).toEqual([])
  }
})

test('whoever gets the policy with the smaller share gets the other too, on https as on http', () => {
  const policy = policyFor(0.5, 0.1)
  const seen = new Map<string, number>()
  for (let session = 0; session < 1000; session++) {
    const sent = sentTo(policy, requestWith(`sid=${session}`)).join()
    expect(sentTo(policy, requestWith(`sid=${session}`, 'https')).join()).toBe(sent)
    seen.set(sent, (seen.get(sent) ?? 0) + 1)
  }
  expect([...seen.keys()].sort()).toEqual(['', '50', '50,10'])
  // Of numbered sessions, whose texts differ in their last characters alone: within five standard deviations of the shares.
  expect(Math.abs((seen.get('') ?? 0) - 500)).toBeLessThan(80)
  expect(Math.abs((seen.get('50,10') ?? 0) - 100)).toBeLessThan(48)
})

test('a response is one of three: what a request says is kept nowhere', () => {
  const policy = policyFor(0.5, 0.1)
  const decisions = new Set(Array.from({ length: 500 }, (_, session) => decide(policy, requestWith(`sid=${session}`))))
  expect(decisions.size).toBe(3)
  expect([...decisions].every((decision) => decision.vary.length === 0)).toBe(true)
})

const onTrial = { directives: { 'img-src': ["'self'"] }, reportOnly: true } as const

test.each<[title: string, csp: unknown, finding: Partial<Finding>]>([
  [
    'of an enforced policy',
    { directives: onTrial.directives, sample: { share: 1, cookie } },
    { code: 'invalid-sample', path: 'csp.sample' },
  ],
  [
    'in percent',
    { ...onTrial, sample: { share: 10, cookie } },
    { path: 'csp.sample.share', fix: 'For 10 percent, write 0.1.' },
  ],
  ['below 0', { ...onTrial, sample: { share: -1, cookie } }, { code: 'invalid-type', path: 'csp.sample.share' }],
  ['that is no number', { ...onTrial, sample: { share: Number.NaN, cookie } }, { path: 'csp.sample.share' }],
  ['without a cookie', { ...onTrial, sample: { share: 1 } }, { code: 'unset-value', path: 'csp.sample.cookie' }],
  [
    'by what is no name of a cookie',
    { ...onTrial, sample: { share: 1, cookie: 'sid=1' } },
    { code: 'invalid-sample', path: 'csp.sample.cookie' },
  ],
  [
    'misspelt',
    { ...onTrial, sample: { share: 1, cookie, cokie: 'a' } },
    { code: 'unknown-key', path: 'csp.sample.cokie' },
  ],
  ['that is a number', { ...onTrial, sample: 0.1 }, { code: 'invalid-type', path: 'csp.sample' }],
  [
    'by two cookies',
    [
      { ...onTrial, sample: { share: 1, cookie } },
      { ...onTrial, sample: { share: 0.1, cookie: 'other' } },
    ],
    { code: 'invalid-sample', path: 'csp[1].sample.cookie' },
  ],
])('refuses a sample %s', (_title, csp, finding) => {
  expect(findingsOf({ csp })).toContainEqual(expect.objectContaining({ severity: 'error', ...finding }))
})

// What callers without types hand over.
const untyped: { compile(config: unknown): unknown } = { compile: (config: Config) => compile(config) }

function findingsOf(config: unknown): readonly Finding[] {
  try {
    untyped.compile(config)
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
  return []
}
