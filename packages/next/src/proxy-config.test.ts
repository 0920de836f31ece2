import { afterEach, describe, expect, test, vi } from 'vitest'
import { CHANNEL_NAME } from './channel.ts'
import { proxyConfig, warnAboutOtherConfig } from './proxy-config.ts'
import { TEST_CHANNEL } from './sealing.test-kit.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('sallyport() without a configuration', () => {
  test('takes that of next.config', () => {
    vi.stubEnv(CHANNEL_NAME, JSON.stringify(TEST_CHANNEL))
    expect(proxyConfig(undefined)).toEqual(TEST_CHANNEL.config)
  })

  test.each([
    ['there is none', undefined, 'wrap next.config with withSallyport'],
    ['there are functions in it', JSON.stringify({ ...TEST_CHANNEL, isWhole: false }), 'cors, csrf and what else'],
  ])('throws when %s', (_title, text, message) => {
    vi.stubEnv(CHANNEL_NAME, text)
    expect(() => proxyConfig(undefined)).toThrow(message)
  })
})

describe('sallyport(config)', () => {
  const given = { csp: "script-src 'none'" } as const

  test('takes that', () => {
    vi.stubEnv(CHANNEL_NAME, JSON.stringify(TEST_CHANNEL))
    expect(proxyConfig(given)).toBe(given)
  })

  test.each([
    ['the same as in next.config', TEST_CHANNEL.config, 0],
    ['another', given, 1],
    ['another again', { csp: false } as const, 0],
  ])('%s: one warning at most', (_title, config, warnings) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    vi.stubEnv(CHANNEL_NAME, JSON.stringify(TEST_CHANNEL))
    warnAboutOtherConfig(config)
    expect(warn).toHaveBeenCalledTimes(warnings)
  })

  test('without withSallyport there is nothing to compare', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    vi.stubEnv(CHANNEL_NAME, undefined)
    warnAboutOtherConfig(given)
    expect(warn).not.toHaveBeenCalled()
  })
})
