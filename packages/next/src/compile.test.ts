import { fileURLToPath } from 'node:url'
import { compile as compileBare } from '@sallyport/core'
import { rolldown } from 'rolldown'
import { expect, type MockInstance, onTestFinished, test, vi } from 'vitest'
import { cors, createHandle, sallyport } from './index.ts'
import NoCache from './no-cache.ts'

const suffix = { origins: ['https://*.vercel.app'] }

test.each([
  ['sallyport', () => sallyport({ cors: suffix })],
  ['createHandle', () => createHandle({ cors: suffix })],
  ['cors', () => cors(suffix, {})],
  ['a route of sallyport', () => sallyport({ routes: [{ path: '/x', cors: suffix }] })],
])('%s refuses a wildcard below a public suffix', (_, make) => {
  expect(make).toThrow('[public-suffix]')
})

function muteWarnings(): MockInstance<typeof console.warn> {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  return warn
}

test('a policy that the app compiled is taken as it is', () => {
  muteWarnings()
  expect(() => sallyport(compileBare({ cors: suffix }))).not.toThrow()
})

test('what could not be checked is said once', () => {
  const warn = muteWarnings()
  sallyport(compileBare({ cors: { origins: ['https://*.unchecked.example.com'] } }))
  sallyport(compileBare({ cors: { origins: ['https://*.unchecked.example.com'] } }))
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('[unchecked-public-suffix]'))
})

/** An entry of the package as a bundler makes it one file, and how it resolves conditions. */
async function bundle(entry: string, ...conditionNames: readonly string[]): Promise<string> {
  const bundled = await rolldown({
    input: fileURLToPath(new URL(entry, import.meta.url)),
    external: [/^next/, /^react/, /^node:/],
    // Else rolldown adds conditions of its own.
    platform: 'neutral',
    resolve: { conditionNames: [...conditionNames], mainFields: ['module', 'main'] },
  })
  onTestFinished(() => bundled.close())
  const { output } = await bundled.generate({ format: 'esm' })
  return output.map((file) => ('code' in file ? file.code : '')).join()
}

// A suffix of the list's private section.
const DATA = 'herokuapp'

test.each(['edge-light', 'worker', 'browser'])('a bundle for %s has none of the data', async (condition) => {
  const code = await bundle('index.ts', condition, 'import', 'default')
  expect(code).toContain('unchecked-public-suffix')
  expect(code).not.toContain(DATA)
})

test('a bundle for Node has the data', async () => {
  expect(await bundle('index.ts', 'node', 'import', 'default')).toContain(DATA)
})

// Next.js puts the file that next.config names into each bundle for the edge runtime, where it can load nothing by its path, and where even
// asking for what Node.js has is an error.
test.each(['edge-light', 'worker', 'browser'])(
  'the cache handler in a bundle for %s asks for nothing',
  async (condition) => {
    const code = await bundle('next-cache-handler.ts', condition, 'import', 'default')
    expect(code).toContain('NoCache')
    expect(code).not.toContain('process')
  },
)

test('and keeps nothing', async () => {
  const handler = new NoCache()
  await handler.set()
  expect(await handler.get()).toBeNull()
})
