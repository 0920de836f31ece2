import { createRequire } from 'node:module'
import { afterEach, expect, test, vi } from 'vitest'
import { markBuildRenders } from './mark-build.ts'

const require = createRequire(import.meta.url)
const name = 'next/dist/server/lib/mock-request.js'
const mocks: unknown = require(name)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('outside a build, nothing is changed', () => {
  vi.stubEnv('SALLYPORT_SEAL', undefined)
  markBuildRenders()
  expect(requestWith({ accept: 'text/html' })).toEqual({ accept: 'text/html' })
})

// The assumption that sealing at build rests on: each such request is one that Next.js prerenders for.
test('in a build, each request that is prerendered for has a policy with the nonce', () => {
  vi.stubEnv('SALLYPORT_SEAL', 'c2VhbC1ub25jZS1vZi1idWls')
  markBuildRenders()
  markBuildRenders()
  const policy = "script-src 'nonce-c2VhbC1ub25jZS1vZi1idWls'"
  expect(requestWith({ accept: 'text/html' })).toEqual({ accept: 'text/html', 'content-security-policy': policy })
  expect(requestWith({ 'content-security-policy': "script-src 'nonce-other'" })).toEqual({
    'content-security-policy': policy,
  })
})

function requestWith(headers: object): unknown {
  if (typeof mocks !== 'object' || mocks === null || !('MockedRequest' in mocks)) throw new Error('no MockedRequest')
  const { MockedRequest } = mocks
  if (typeof MockedRequest !== 'function') throw new Error('no class')
  const made: unknown = Reflect.construct(MockedRequest, [{ url: '/', headers, method: 'GET' }])
  return typeof made === 'object' && made !== null && 'headers' in made ? made.headers : undefined
}
