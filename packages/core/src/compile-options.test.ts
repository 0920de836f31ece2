import { expect, test } from 'vitest'
import { type CompileOptions, compile, createHandle, overridePolicy, toHandle } from './index.ts'

/** Below these, anyone can have a name. */
const options: CompileOptions = {
  isPublicSuffix: (domain) => domain === 'hosting.example.net' || domain.endsWith('.ck'),
}
const good = { cors: { origins: ['https://*.shop.example.net'] } }
const bad = { cors: { origins: ['https://*.hosting.example.net'] } }

test.each([
  ['compile', () => compile(bad, options)],
  ['createHandle', () => createHandle(bad, options)],
  ['toHandle', () => toHandle(bad, options)],
  ['a route', () => compile({ ...good, routes: [{ path: '/x', ...bad }] }, options)],
  ['an update', () => createHandle(good, options).update(bad)],
  ['an update of a compiled policy', () => toHandle(compile(good, options)).update(bad)],
  [
    'an update of what was updated',
    () => {
      const handle = createHandle(good, options)
      handle.update(good)
      handle.update(bad)
    },
  ],
  ['an override', () => overridePolicy(compile(good, options), bad)],
  ['an override of an override', () => overridePolicy(overridePolicy(compile(good, options), good), bad)],
])('%s is held to the options', (_, make) => {
  expect(make).toThrow('"https://*.hosting.example.net" admits every site under .hosting.example.net')
})

test('a compiled policy keeps what it was compiled with', () => {
  const policy = compile(bad)
  expect(toHandle(policy, options).current).toBe(policy)
  expect(() => toHandle(policy, options).update(bad)).not.toThrow()
})

test('an update that fails leaves the policy as it was', () => {
  const handle = createHandle(good, options)
  const before = handle.current
  expect(() => handle.update(bad)).toThrow('[public-suffix]')
  expect(handle.current).toBe(before)
})

test('a pattern below which every name is a public suffix is refused', () => {
  expect(() => compile({ cors: { origins: ['https://*.ck'] } }, options)).toThrow('[public-suffix]')
  expect(() => compile({ cors: { origins: ['https://*.x.ck'] } }, options)).toThrow('[public-suffix]')
})

test('without the data, patterns are named once and the flag is not called useless', () => {
  const origins = ['https://a.test', 'https://*.github.io', 'https://*.example.com', 'https://*.app.test']
  const [finding, ...others] = compile({ cors: { origins } }).findings
  expect(finding).toMatchObject({
    code: 'unchecked-public-suffix',
    severity: 'warning',
    path: 'cors.origins[1]',
    message: expect.stringContaining('1 more pattern'),
    fix: expect.stringContaining('@sallyport/public-suffixes'),
  })
  expect(others).toEqual([])
  expect(compile({ cors: { origins, dangerouslyAllowPublicSuffixes: true } }).findings).toEqual([])
})
