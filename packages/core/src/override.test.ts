import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { decide } from './decide.ts'
import { ConfigError } from './finding.ts'
import { overridePolicy, overrideWarnings } from './override.ts'
import { createHandle } from './policy-handle.ts'

const a = 'https://a.test'

test('an override replaces a part in every rule, and is compiled once', () => {
  const policy = compile({
    cors: { origins: [a] },
    csrf: true,
    routes: [{ path: '/x', cors: { origins: ['https://b.test'] } }],
  })
  const override = { cors: { origins: ['https://c.test'] } }
  const overridden = overridePolicy(policy, override)
  expect(overridePolicy(policy, override)).toBe(overridden)
  for (const path of ['/', '/x']) {
    const header = (name: string): string | undefined => (name === 'origin' ? 'https://c.test' : undefined)
    expect(decide(overridden, { method: 'GET', path, header }).reason).toBe('origin-allowed')
  }
  expect(() => overridePolicy(policy, { cors: { origins: ['c.test'] } })).toThrow(ConfigError)
  expect(() => overridePolicy(policy, JSON.parse('{"crs":false}'))).toThrow(/Did you mean cors/)
})

test('an update that a route’s own policy does not fit is refused, and the old policy stays', () => {
  const handle = createHandle({ cors: { origins: ['https://a.test'] } })
  // One laid over another, as a router's and its route's are.
  overridePolicy(overridePolicy(handle.current, { csp: false }), { csrf: { trustedOrigins: 'cors' } })
  const before = handle.current
  expect(() => handle.update({ cors: { origins: '*' } })).toThrow(/would trust every website/)
  expect(handle.current).toBe(before)
  expect(handle.update({ cors: { origins: ['https://b.test'] } })).toBe(handle.current)
})

test('an override that says nothing is the policy itself, and no update minds it', () => {
  const handle = createHandle({ cors: { origins: [a] } })
  expect(overridePolicy(handle.current, {})).toBe(handle.current)
  expect(handle.update({ cors: { origins: ['https://b.test'] } })).toBe(handle.current)
})

test('warnings of an override are those it brings, each once', () => {
  const policy = compile({
    cors: { origins: [a], maxAge: 80_000 },
    routes: [{ path: '/x' }, { path: '/y', csrf: true }],
  })
  const overridden = overridePolicy(policy, { cors: { origins: [a], credentials: true, maxAge: 80_000 } })
  const told = overrideWarnings(policy, overridden).map(({ path, code }) => `${path} ${code}`)
  expect(told).toEqual(['csrf credentials-without-guard'])
  expect(overrideWarnings(policy, policy)).toEqual([])
})
