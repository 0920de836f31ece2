import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { decide } from '../decide.ts'
import { runs } from '../property.test-kit.ts'

describe('for any request', () => {
  const policies = [
    compile({ csrf: true }),
    compile({ csrf: { ownOrigin: 'https://own.test', trustedOrigins: ['https://friend.test'] } }),
    compile({
      csrf: { trustedOrigins: 'cors' },
      cors: { origins: ['https://friend.test'], dangerouslyAllowNullOrigin: true },
    }),
  ]
  const OURS = ['https://own.test', 'http://own.test', 'https://friend.test']
  const method = fc.oneof(fc.constantFrom('POST', 'PUT', 'CONNECT', 'OPTION', 'Get'), fc.string())
  const origin = fc.oneof(
    fc.constantFrom(
      ...OURS,
      'null',
      '',
      'own.test',
      '://own.test',
      'ws://own.test',
      'https://own.test, https://own.test',
    ),
    fc
      .tuple(fc.constantFrom(...OURS), fc.constantFrom('', '.', ':80', ':443', '.evil.test', '/', '@evil.test', '\0'))
      .map((parts) => parts.join('')),
    fc.webUrl(),
    fc.string(),
    fc.string({ minLength: 400, maxLength: 20_000 }),
  )
  const scheme = fc.constantFrom('https', 'http', undefined, 'gopher')
  const any = fc.option(fc.string(), { nil: undefined })
  const view = (from: string, by: string, headers: Readonly<Record<string, string | undefined>>, known?: string) => ({
    method: by,
    path: '/',
    scheme: known,
    header: (name: string) => (name === 'origin' ? from : headers[name]),
  })

  test('an unsafe one whose origin is neither own nor trusted never passes, unless Fetch metadata clears it', () => {
    fc.assert(
      fc.property(origin, method, scheme, any, (from, by, known, site) => {
        fc.pre(!['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(by) && site !== 'same-origin' && site !== 'none')
        // By the URL standard, and not by how the guard does it.
        fc.pre(!OURS.includes(from) && !OURS.includes(URL.canParse(from) ? new URL(from).origin : ''))
        for (const policy of policies) {
          const decision = decide(policy, view(from, by, { host: 'own.test', 'sec-fetch-site': site }, known))
          expect(decision.reason).toBe('cross-origin-refused')
        }
      }),
      { numRuns: runs(2000) },
    )
  })

  test('a safe one that is no handshake always passes', () => {
    fc.assert(
      fc.property(origin, fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'QUERY'), any, any, (from, by, site, host) => {
        for (const policy of policies) {
          const decision = decide(policy, view(from, by, { host, 'sec-fetch-site': site }))
          expect(decision.reason).not.toBe('cross-origin-refused')
        }
      }),
      { numRuns: runs(1000) },
    )
  })

  test('one whose Origin is that of its URL passes, whatever host and port', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https', 'http'] }), fc.option(fc.nat(65_535)), (text, port) => {
        const url = new URL(text)
        url.port = port === null ? '' : String(port)
        const known = url.protocol.slice(0, -1)
        for (const own of [known, undefined]) {
          const request = view(url.origin, 'POST', { host: url.host.toUpperCase() }, own)
          expect(decide(compile({ csrf: true }), request).reason).toBe('no-cors')
        }
      }),
      { numRuns: runs(1000) },
    )
  })
})
