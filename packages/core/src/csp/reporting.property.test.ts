import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderCsp } from '../apply.ts'
import { compile } from '../compile.ts'
import { decide } from '../decide.ts'
import { ConfigError } from '../finding.ts'
import type { Policy } from '../policy.ts'
import { runs } from '../property.test-kit.ts'
import { normalizePolicy, policyId } from '../report/policy-id.ts'
import { readReportUrl } from '../report/report-url.ts'
import { servedPolicies } from '../report/served-policies.ts'
import type { CspConfig, CspObject } from './config.ts'
import { isEndpointName, parseReportingEndpoints } from './lint/reporting-endpoints.ts'
import { type ParsedPolicy, parseCsp } from './parse.ts'

const LISTS = ['default-src', 'script-src', 'style-src-elem', 'img-src', 'connect-src'] as const
const word = fc.constantFrom("'self'" as const, 'https:' as const, 'https://a.test' as const, 'data:' as const)
const lists = fc
  .subarray([...LISTS], { minLength: 0 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.uniqueArray(word, { minLength: 1 })))),
  )

const csp: fc.Arbitrary<CspConfig> = fc
  .record({
    entries: lists,
    hasNonce: fc.boolean(),
    hasAncestors: fc.boolean(),
    own: fc.constantFrom('', '', 'report-uri', 'report-to'),
    reportOnly: fc.boolean(),
    minify: fc.boolean(),
  })
  .map(
    ({ entries, hasNonce, hasAncestors, own, reportOnly, minify }): CspObject => ({
      directives: {
        ...Object.fromEntries(entries),
        ...(hasNonce ? { 'script-src': ["'nonce'", "'strict-dynamic'", 'https:', "'unsafe-inline'"] as const } : {}),
        ...(hasAncestors ? { 'frame-ancestors': ["'self'"] as const } : {}),
        ...(own === 'report-uri' ? { 'report-uri': ['/own'] } : own === 'report-to' ? { 'report-to': 'own' } : {}),
        'base-uri': ["'none'"],
      },
      reportOnly,
      minify,
    }),
  )
const csps = fc.array(csp, { minLength: 1, maxLength: 4 })
const endpoint = fc.constantFrom('/r', '/r?a=b', 'https://reports.test/csp', 'HTTPS://reports.test/"x"#y', '/r\\')

function compiled(configs: readonly CspConfig[], at: string): Policy {
  try {
    return compile({ csp: configs, reporting: { endpoint: at } })
  } catch (error) {
    if (error instanceof ConfigError) throw new Error(error.message)
    throw error
  }
}

interface Sent {
  readonly policies: readonly ParsedPolicy[]
  readonly endpoints: ReadonlyMap<string, string>
}

function send(policy: Policy, scheme: 'http' | 'https', nonce: string | undefined): Sent {
  const decision = decide(policy, { method: 'GET', path: '/', scheme, header: () => undefined })
  const headers = renderCsp(decision, nonce)
  const value = (name: string) => headers.find(([each]) => each === name)?.[1] ?? ''
  const endpoints = parseReportingEndpoints(value('reporting-endpoints'))
  if (endpoints === undefined) throw new Error(`No dictionary: ${value('reporting-endpoints')}`)
  return {
    policies: [
      ...parseCsp(value('content-security-policy')),
      ...parseCsp(value('content-security-policy-report-only'), { disposition: 'report' }),
    ].filter(({ directives }) => directives.length > 0),
    endpoints,
  }
}

function words({ directives }: ParsedPolicy, wanted: string): readonly string[] {
  return directives.find(({ name }) => name === wanted)?.values.map(({ text }) => text) ?? []
}

/** As the one policy of a header of its own. */
function textOf({ directives }: ParsedPolicy): string {
  return directives.map(({ name, values }) => [name, ...values.map(({ text }) => text)].join(' ')).join('; ')
}

test('on http and https the policies are the same but for where they report, with a nonce and without', () => {
  fc.assert(
    fc.property(csps, endpoint, fc.constantFrom(undefined, 'abc'), (configs, at, nonce) => {
      const policy = compiled(configs, at)
      const [plain, secure] = (['http', 'https'] as const).map((scheme) => send(policy, scheme, nonce))
      const texts = (sent: Sent | undefined) => sent?.policies.map((one) => normalizePolicy(textOf(one)))
      expect(texts(secure)).toEqual(texts(plain))
      expect(plain?.endpoints.size).toBe(0)
    }),
    { numRuns: runs(200) },
  )
})

test('what a policy says of itself in an address is what it is, and its endpoint is declared and says the same', () => {
  fc.assert(
    fc.property(csps, endpoint, fc.constantFrom(undefined, 'abc'), (configs, at, nonce) => {
      const policy = compiled(configs, at)
      for (const scheme of ['http', 'https'] as const) {
        const { policies, endpoints } = send(policy, scheme, nonce)
        for (const one of policies) {
          const [uri] = words(one, 'report-uri')
          const [to] = words(one, 'report-to')
          if (uri === '/own' || to === 'own') continue
          const told = { policy: policyId(textOf(one)), disposition: one.disposition }
          expect(readReportUrl(uri ?? '')).toEqual(told)
          const isAncestors = words(one, 'frame-ancestors').length > 0
          expect(to === undefined).toBe(scheme === 'http' || isAncestors)
          if (isAncestors) expect(one.directives).toHaveLength(2)
          if (to !== undefined) expect([isEndpointName(to), endpoints.get(to)]).toEqual([true, uri])
        }
      }
    }),
    { numRuns: runs(200) },
  )
})

test('whatever is sent is among what is said to be served, and nothing else is', () => {
  fc.assert(
    fc.property(csps, endpoint, (configs, at) => {
      const policy = compiled(configs, at)
      const served = servedPolicies(policy).map(({ text, disposition }) => `${disposition} ${normalizePolicy(text)}`)
      const sent = (['http', 'https'] as const).flatMap((scheme) =>
        [undefined, 'abc'].flatMap((nonce) =>
          send(policy, scheme, nonce).policies.map((one) => `${one.disposition} ${normalizePolicy(textOf(one))}`),
        ),
      )
      expect(new Set(served)).toEqual(new Set(sent))
      expect(new Set(served).size).toBe(served.length)
    }),
    { numRuns: runs(200) },
  )
})
