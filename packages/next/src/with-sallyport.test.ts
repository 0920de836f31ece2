import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '@sallyport/core'
import { strictCsp } from '@sallyport/core/csp'
import type { NextConfig } from 'next'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import SealingCacheHandler from './cache-handler.ts'
import { parseChannel } from './channel.ts'
import { withSallyport } from './with-sallyport.ts'

const BUILD = 'phase-production-build'
const SERVER = 'phase-production-server'
const DEVELOPMENT = 'phase-development-server'
const config = { csp: strictCsp({ mode: 'nonce' }) }

const next16 = { defaultConfig: { adapterPath: '' } }
const next15 = { defaultConfig: {} }

beforeEach(() => {
  // Whatever it sets is gone after the test.
  for (const name of ['SALLYPORT', 'SALLYPORT_SEAL', 'VERCEL', 'NETLIFY', 'NEXT_ADAPTER_PATH'])
    vi.stubEnv(name, undefined)
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, HANDLERS)
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const HANDLERS = Symbol.for('@next/cache-handlers')
const HANDLER = expect.stringMatching(/cache-handler\.js$/)
const ADAPTER = expect.stringMatching(/build-adapter\.js$/)

test('a build by Next.js 16', async () => {
  const made = await load({ trailingSlash: true, env: { OWN: '1' } }, BUILD)
  expect(made).toMatchObject({ trailingSlash: true, env: { OWN: '1' }, cacheHandler: HANDLER, adapterPath: ADAPTER })
  expect(channelOf(made)).toEqual({ version: 1, config, isWhole: true, runtimePages: 'sealed', failBuild: false })
  expect(process.env.SALLYPORT).toBe(made.env?.SALLYPORT)
  expect(process.env.SALLYPORT_SEAL).toMatch(/^[\w-]{24}$/)
})

test('a build by Next.js 15.5, which has the adapter among the experiments', async () => {
  const made = await withSallyport({ experimental: { typedEnv: true } }, config)(BUILD, next15)
  expect(made.experimental).toEqual({ typedEnv: true, adapterPath: ADAPTER })
  expect(made).not.toHaveProperty('adapterPath')
})

test.each<[title: string, phase: string, own: NextConfig, kept: object]>([
  ['a server uses the adapter too', SERVER, {}, { adapterPath: ADAPTER }],
  ['the app’s own handler is wrapped', SERVER, { cacheHandler: '/own.js' }, { cacheHandler: HANDLER }],
  ['development uses neither', DEVELOPMENT, { cacheHandler: '/own.js' }, { cacheHandler: '/own.js' }],
])('%s, and nothing is marked', async (_title, phase, own, kept) => {
  expect(await load(own, phase)).toMatchObject(kept)
  expect(process.env.SALLYPORT_SEAL).toBeUndefined()
})

test('a server has the cache handler in the place that Next.js looks in, and does not import it for each request', async () => {
  expect((await load({}, SERVER)).cacheHandler).toBeUndefined()
  expect(Reflect.get(globalThis, HANDLERS)).toEqual({ FetchCache: SealingCacheHandler })
  expect((await load({}, SERVER)).cacheHandler).toBeUndefined()
})

test('a handler that a platform has put there keeps its place', async () => {
  const platform = { FetchCache: class {} }
  Reflect.set(globalThis, HANDLERS, platform)
  expect((await load({}, SERVER)).cacheHandler).toEqual(HANDLER)
  expect(Reflect.get(globalThis, HANDLERS)).toBe(platform)
})

test('the workers of a build load next.config too, and mark with the same nonce', async () => {
  await load({}, BUILD)
  const seal = process.env.SALLYPORT_SEAL
  await load({}, BUILD)
  expect(process.env.SALLYPORT_SEAL).toBe(seal)
})

test.each<[form: string, nextConfig: Parameters<typeof withSallyport>[0]]>([
  ['an object', { poweredByHeader: false }],
  ['a promise', Promise.resolve({ poweredByHeader: false })],
  ['a function', () => ({ poweredByHeader: false })],
  ['an async function', async (phase) => ({ poweredByHeader: phase !== BUILD })],
])('%s', async (_form, nextConfig) => {
  expect(await withSallyport(nextConfig, config)(BUILD, next16)).toMatchObject({ poweredByHeader: false })
})

test("the app's own handler and adapter are wrapped, and its prefixes known", async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const own = {
    cacheHandler: 'file:///app/own.js',
    adapterPath: '/app/adapter.js',
    basePath: '/shop',
    assetPrefix: '/cdn',
  }
  const made = await load(own, BUILD)
  expect(made).toMatchObject({ cacheHandler: HANDLER, adapterPath: ADAPTER })
  expect(channelOf(made)).toMatchObject({
    cacheHandler: '/app/own.js',
    adapter: '/app/adapter.js',
    basePath: '/shop',
    assetPrefix: '/cdn',
  })
})

test("a platform's adapter is wrapped", async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubEnv('NEXT_ADAPTER_PATH', '/platform/adapter.js')
  expect(channelOf(await load({}, BUILD))).toMatchObject({ adapter: '/platform/adapter.js', runtimePages: 'unsealed' })
})

test.each([
  ['VERCEL', '1', 'Vercel serves pages from a cache of its own.'],
  ['NETLIFY', 'true', 'Netlify serves pages from a cache of its own.'],
])('with %s, a build says once that pages made later cannot be sealed', async (name, value, said) => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubEnv(name, value)
  expect(channelOf(await load({}, BUILD))?.runtimePages).toBe('unsealed')
  await load({}, BUILD)
  expect(warn).toHaveBeenCalledTimes(1)
  expect(warn.mock.calls[0]?.[0]).toContain(`[sallyport] ${said}`)
})

test('files of another origin without CORS cannot be checked, now or later', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const own = { assetPrefix: 'https://cdn.example.com' }
  expect(channelOf(await load(own, BUILD))?.runtimePages).toBe('unsealed')
  expect(warn.mock.calls[0]?.[0]).toContain("crossOrigin: 'anonymous'")
  expect(channelOf(await load({ ...own, crossOrigin: 'anonymous' }, BUILD))?.runtimePages).toBe('sealed')
})

test('the app may know better', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubEnv('VERCEL', '1')
  const made = await withSallyport({}, config, { runtimePages: 'sealed', failBuild: true })(BUILD, next16)
  expect(channelOf(made)).toMatchObject({ runtimePages: 'sealed', failBuild: true })
  expect(warn).not.toHaveBeenCalled()
})

test.each<[text: string, runtimePages: string]>([
  ['export const middleware = sallyport()', 'unsealed'],
  ["export const config = { runtime: 'nodejs', matcher: '/' }", 'sealed'],
  ["export const runtime = 'nodejs'", 'sealed'],
])('with the middleware.ts `%s`, pages made later are %s', async (text, runtimePages) => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-config-')))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  await writeFile(join(folder, 'middleware.ts'), text)
  expect(channelOf(await load({}, BUILD))?.runtimePages).toBe(runtimePages)
  await rm(folder, { recursive: true })
})

test('server actions accept what the guard trusts, beside what they did', async () => {
  const guarded = { ...config, csrf: { trustedOrigins: ['https://partner.example', 'https://own.example'] } }
  const own = { experimental: { serverActions: { allowedOrigins: ['own.example'] } } }
  const made = await withSallyport(own, guarded)(BUILD, next16)
  expect(made.experimental?.serverActions).toEqual({ allowedOrigins: ['own.example', 'partner.example'] })
})

test('a configuration with mistakes fails at once, with all of them and where they are', () => {
  const wrong = { csp: "img-src self'", routes: [{ path: 'a', csp: false }] } as const
  expect(() => withSallyport({}, wrong)).toThrow(ConfigError)
  expect(() => withSallyport({}, wrong)).toThrow(/withSallyport\.csp.*withSallyport\.routes/s)
})

function load(own: NextConfig, phase: string): Promise<NextConfig> {
  return withSallyport(own, config)(phase, next16)
}

function channelOf({ env }: NextConfig) {
  return parseChannel(env?.SALLYPORT ?? '')
}
