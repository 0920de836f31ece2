import { createServer } from 'node:http'
import { compile as compileBare } from '@sallyport/core'
import { expect, test } from 'vitest'
import { compile, createHandle, guardUpgrades, sallyport } from './index.ts'

const config = { cors: { origins: ['https://*.vercel.app'] } }
const own = { cors: { origins: ['https://*.myapp.vercel.app'] } }

test.each([
  ['sallyport', () => sallyport(config)],
  ['guardUpgrades', () => guardUpgrades(createServer(), config)],
  ['compile', () => compile(config)],
  ['createHandle', () => createHandle(config)],
  ['an update', () => createHandle(own).update(config)],
])('%s refuses a wildcard below a public suffix', (_, make) => {
  expect(make).toThrow('[public-suffix]')
})

test('a name of the own below a public suffix is taken without a word', () => {
  expect(compile(own).findings).toEqual([])
})

test('the app may know better, and a policy that it compiled is taken as it is', () => {
  expect(() => compile(config, { isPublicSuffix: () => false })).not.toThrow()
  expect(() => sallyport(compileBare(config, { isPublicSuffix: () => false }))).not.toThrow()
})
