import { afterEach, expect, test, vi } from 'vitest'
import { type Channel, parseChannel, readChannel } from './channel.ts'

const channel: Channel = {
  version: 1,
  config: { csp: "img-src 'self'" },
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
}
const text = JSON.stringify(channel)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('in the process that loads next.config, its workers, and what Next.js bundles', () => {
  vi.stubEnv('SALLYPORT', text)
  expect(readChannel()).toEqual(channel)
  expect(readChannel()).toBe(readChannel())
})

test('in a standalone server', () => {
  vi.stubEnv('__NEXT_PRIVATE_STANDALONE_CONFIG', JSON.stringify({ env: { SALLYPORT: text } }))
  expect(readChannel()).toEqual(channel)
})

test.each(['{', '{}', '[]', '{"env":{}}', '{"env":{"SALLYPORT":1}}'])(
  'not in a standalone server with %s',
  (config) => {
    vi.stubEnv('__NEXT_PRIVATE_STANDALONE_CONFIG', config)
    expect(readChannel()).toBeUndefined()
  },
)

test.each(['', 'null', '[]', '{"version":2}', JSON.stringify({ ...channel, version: 2 })])(
  'not what says %j',
  (other) => {
    expect(parseChannel(other)).toBeUndefined()
  },
)
