import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readChannel } from './channel.ts'
import { keepHandler } from './keep-handler.ts'

const channel = {
  version: 1,
  config: { csp: "img-src 'self'" },
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
}
const ours = { cacheHandler: '/sallyport/cache-handler.js', env: { OWN: '1' } }

beforeEach(() => {
  vi.stubEnv('SALLYPORT', JSON.stringify(channel))
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test("a platform's cache handler is wrapped, not used in the place of ours", () => {
  const kept = keepHandler(ours, { ...ours, cacheHandler: '/platform/cache.js' })
  expect(kept).toEqual({ ...ours, env: { OWN: '1', SALLYPORT: process.env.SALLYPORT } })
  expect(readChannel()).toEqual({ ...channel, cacheHandler: '/platform/cache.js' })
})

test('where a platform wants none, ours stays, and hands on to that of Next.js', () => {
  expect(keepHandler(ours, { env: {} })).toMatchObject({ cacheHandler: ours.cacheHandler })
  expect(readChannel()).toEqual(channel)
})

test.each([
  ['the same handler', ours, { ...ours }],
  ['a phase in which ours is not used', {}, { cacheHandler: '/platform/cache.js' }],
])('%s: nothing is changed', (_title, before, after) => {
  expect(keepHandler(before, after)).toBe(after)
  expect(readChannel()).toEqual(channel)
})
