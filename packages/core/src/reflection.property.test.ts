import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyHeaders, applyVary, type HeaderSink } from './apply.ts'
import {
  arbitraryConfig,
  CSP,
  compiled,
  LISTED,
  METHODS,
  NAMES,
  RESOLVED,
  SENT,
  type SentHeaders,
  viewOf,
} from './arbitrary.test-kit.ts'
import { attacksOn } from './attack.test-kit.ts'
import { decide, isPreflight } from './decide.ts'
import type { Decision } from './decision.ts'
import { describeExplanation } from './explain/describe.ts'
import { explain } from './explain/explain.ts'
import { runs } from './property.test-kit.ts'
import { resolve } from './resolve.ts'

/** Bytes of every kind, lengths of every kind, and what is almost right. */
function hostile(nearly: readonly string[]): fc.Arbitrary<string> {
  const bytes = fc.string({ unit: 'binary', maxLength: 20 })
  return fc.oneof(
    fc.constantFrom(...nearly),
    bytes,
    fc.string({
      unit: fc.constantFrom('\r', '\n', '\0', '\t', ' ', ',', ';', ':', '*', 'x-a', '\u00e9', '\u0130', '\ud800'),
      maxLength: 8,
    }),
    fc
      .tuple(fc.constantFrom(...nearly), bytes, fc.nat(20))
      .map(([text, more, at]) => text.slice(0, at) + more + text.slice(at)),
    fc
      .tuple(fc.constantFrom(...nearly, ',', ' ', '\u00e9'), fc.nat(20_000))
      .map(([text, length]) => text.repeat(length / (text.length + 1))),
  )
}

/** Mostly what a browser may send: with one thing out of order, a request gets further than with three. */
function mostly(plain: readonly string[], odd: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...plain) }, { weight: 1, arbitrary: odd })
}

const request = fc
  .tuple(
    mostly(['GET', 'OPTIONS', 'OPTIONS', 'POST'], hostile(['OPTIONS', 'GET', '__proto__', 'options'])),
    mostly(['/', '/r/1'], hostile(['/r/1', '//r', '/%', '/r/..', '*', 'http://a.test/r', '/__proto__'])),
    fc.record(
      {
        origin: fc.oneof(mostly(SENT, hostile(SENT)), attacksOn([...LISTED, ...SENT])),
        'access-control-request-method': mostly(
          ['GET', ...METHODS],
          hostile([...METHODS, '*', 'constructor', '__proto__']),
        ),
        'access-control-request-headers': mostly(
          ['', 'x-a', 'X-B , x-a'],
          hostile([...NAMES, 'x-a,x-b', '*', '__proto__', 'set-cookie: a=b']),
        ),
        'sec-fetch-site': mostly(['same-origin', 'cross-site'], hostile(['none', 'same-site'])),
        'x-tenant': hostile(['t']),
        host: hostile(['a.test', 'a.test:443']),
        upgrade: hostile(['websocket']),
      } satisfies Record<keyof SentHeaders, unknown>,
      { requiredKeys: [] },
    ),
  )
  .map(([method, path, headers]) => ({ view: viewOf({ method, path }, headers), headers }))

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const RESOURCE_POLICIES = ['same-origin', 'same-site', 'cross-origin']
const FIXED = new Set(['true', '0', '5', '600', 'no-store', 'public, max-age=600', ...RESOURCE_POLICIES, ...CSP])

/** Whether a value that is sent comes from the policy, or is one that the request was allowed to put there. */
function isAllowed(name: string, value: string, sent: SentHeaders): boolean {
  switch (name) {
    case 'access-control-allow-origin':
    case 'timing-allow-origin':
      // Whether it may be the sender's is what the tests of spoofed origins are about; here, that nothing else gets in.
      return value === '*' || (value === sent.origin && (value === 'null' || isOriginOf(value)))
    case 'access-control-allow-methods':
      return (
        value === '*' ||
        each(value, (one) => ['GET', 'HEAD', 'POST', ...METHODS].includes(one)) ||
        (value === sent['access-control-request-method'] && TOKEN.test(value))
      )
    case 'access-control-allow-headers':
      return (
        value === '*' ||
        each(value, (one) => NAMES.includes(one)) ||
        each(value, (one) => TOKEN.test(one) && asks(sent, one))
      )
    case 'access-control-expose-headers':
      return value === '*' || each(value, (one) => ['x-total', 'x-page'].includes(one))
    case 'vary':
      return value.split(', ').every((one) => VARIED.includes(one))
    default:
      return NAMED.includes(name) && FIXED.has(value)
  }
}

const VARIED = ['origin', 'access-control-request-method', 'access-control-request-headers', 'x-tenant']
const NAMED = [
  'access-control-allow-credentials',
  'access-control-max-age',
  'cache-control',
  'cross-origin-resource-policy',
  'content-security-policy',
  'content-security-policy-report-only',
]

function each(list: string, is: (one: string) => boolean): boolean {
  return list.split(',').every(is)
}

function asks(sent: SentHeaders, name: string): boolean {
  const requested = sent['access-control-request-headers'] ?? ''
  return requested.split(',').some((one) => one.trim().toLowerCase() === name)
}

function isOriginOf(value: string): boolean {
  return RESOLVED.includes(value) || /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._:[\]-]+$/.test(value)
}

/** What arrives at a client. The platform's own `Headers` refuses what HTTP cannot carry. */
function send(decision: Decision): Headers {
  const headers = new Headers()
  const sink: HeaderSink = {
    get: (name) => headers.get(name) ?? undefined,
    set: (name, value) => headers.set(name, value),
  }
  applyHeaders(decision, sink)
  applyVary(decision, sink)
  return headers
}

test('no request makes anything throw, and none gets back what it was not allowed to say', async () => {
  let named = 0
  await fc.assert(
    fc.asyncProperty(arbitraryConfig, request, async (config, { view, headers: sent }) => {
      const policy = compiled(config)
      fc.pre(policy !== undefined)
      const decisions = [decide(policy, view), await resolve(policy, view)]
      for (const decision of decisions) {
        for (const [name, value] of send(decision)) {
          expect(isAllowed(name, value, sent), `${name}: ${value}`).toBe(true)
          expect(value).toMatch(/^[\x20-\x7e]+$/)
          if (name === 'access-control-allow-origin' && value !== '*') named++
        }
        const { headers } = decision
        if (isPreflight(view)) expect(headers.map(([name]) => name)).not.toContain('access-control-expose-headers')
        else expect(headers.map(([name]) => name)).not.toContain('access-control-allow-methods')
        expect(() => describeExplanation(explain(policy, view, decision))).not.toThrow()
      }
      expect(JSON.stringify(explain(policy, view).decision)).toBe(JSON.stringify(decisions[0]))
    }),
    { numRuns: runs(3000) },
  )
  // Not for want of answers by name.
  expect(named).toBeGreaterThan(runs(3000) / 100)
})
