import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { decide } from '../decide.ts'
import { runs } from '../property.test-kit.ts'
import { drawSession } from './sample.ts'

const anyCookies = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'sid=; \t,"\u00e9'), maxLength: 60 }),
)

test('any Cookie header is read without a throw, and falls where it falls again', () => {
  const share = 0.5
  const policy = compile({
    csp: { directives: { 'img-src': ["'self'"] }, reportOnly: true, sample: { share, cookie: 'sid' } },
    reporting: { endpoint: '/r' },
  })
  fc.assert(
    fc.property(anyCookies, (cookies) => {
      const drawn = drawSession(cookies, 'sid')
      expect(drawSession(cookies, 'sid')).toBe(drawn)
      if (drawn !== undefined) expect(drawn >= 0 && drawn < 1).toBe(true)
      const header = (name: string) => (name === 'cookie' ? cookies : undefined)
      const decision = decide(policy, { method: 'GET', path: '/', header })
      const isSent = decision.kind === 'continue' && decision.csp?.headers.length === 1
      expect(isSent).toBe(drawn !== undefined && drawn < share)
    }),
    { numRuns: runs(2000) },
  )
})

test('who is in stays in when the share grows', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), share, share, (session, one, other) => {
      const drawn = drawSession(`sid=${session.replaceAll(';', '')}`, 'sid') ?? 1
      const [small, large] = one < other ? [one, other] : [other, one]
      expect(drawn < small && drawn >= large).toBe(false)
    }),
    { numRuns: runs(500) },
  )
})
