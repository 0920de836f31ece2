import { ConfigError, compile } from '@sallyport/core'
import { expect, test } from 'vitest'
import { isPublicSuffix } from './index.ts'

test.each([
  ['com', true],
  ['co.uk', true],
  ['co.uk.', true],
  ['github.io', true],
  ['vercel.app', true],
  ['pages.dev', true],
  ['netlify.app', true],
  ['herokuapp.com', true],
  ['s3.amazonaws.com', true],
  // Under a rule of the form *.ck, and its exception.
  ['anything.ck', true],
  ['www.ck', false],
  // 公司.cn
  ['xn--55qx5d.cn', true],
  ['xn--bcher-kva.example', false],
  ['example.com', false],
  ['example.co.uk', false],
  ['myapp.vercel.app', false],
  ['localhost', false],
  ['internal', false],
  ['app.internal', false],
  ['', false],
])('%j is a public suffix: %s', (domain, expected) => {
  expect(isPublicSuffix(domain)).toBe(expected)
})

test.each([
  'https://*.vercel.app',
  'https://*.github.io:8443',
  'https://*.pages.dev:*',
  'http://*.co.uk',
  'https://*.co.uk.',
  'app://*.com',
  // Each name below it is one.
  'https://*.ck',
  'https://*.nom.br',
])('compile refuses %s', (pattern) => {
  const compileIt = (flags: object): unknown => compile({ cors: { origins: [pattern], ...flags } }, { isPublicSuffix })
  expect(() => compileIt({})).toThrow(ConfigError)
  expect(() => compileIt({})).toThrow('[public-suffix]')
  expect(() => compileIt({ dangerouslyAllowPublicSuffixes: true })).not.toThrow()
})

test.each([
  'https://*.example.co.uk',
  'https://*.myapp.vercel.app',
  'https://*.localhost',
  'https://*.app.test',
  'https://*.team.internal:*',
  'https://github.io',
  'https://co.uk:*',
])('compile takes %s without a word', (pattern) => {
  expect(compile({ cors: { origins: [pattern] } }, { isPublicSuffix }).findings).toEqual([])
})
