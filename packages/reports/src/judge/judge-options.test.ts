import { ConfigError, compile, createHandle } from '@sallyport/core'
import { expect, test } from 'vitest'
import { checkJudgeOptions } from './judge-options.ts'

const CONFIG = { csp: { directives: { 'img-src': ["'self'"] } } } as const
const GOOD = { policies: "img-src 'self'", origins: ['https://shop.example'] }

function problemsOf(options: unknown): readonly string[] {
  try {
    Reflect.apply(checkJudgeOptions, undefined, [options])
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const { fix, message } of error.findings) expect(fix && message).toBeTruthy()
    return error.findings.map(({ path, code }) => `${path}: ${code}`)
  }
  return []
}

test.each<[title: string, options: object]>([
  ['a text', {}],
  ['a policy', { policies: compile(CONFIG) }],
  ['a handle', { policies: createHandle(CONFIG) }],
  ['several', { policies: [compile(CONFIG), createHandle(CONFIG), "default-src 'self'"] }],
  ['a site', { site: 'shop' }],
  ['a site by origin', { site: (origin: string) => origin }],
])('fine: %s', (_, options) => {
  expect(problemsOf({ ...GOOD, ...options })).toEqual([])
})

test.each<[title: string, options: object, problems: string[]]>([
  ['no policy', { policies: undefined }, ['policies: unset-value']],
  ['an empty text', { policies: '' }, ['policies: unset-value']],
  ['an empty list', { policies: [] }, ['policies: unset-value']],
  ['a configuration', { policies: CONFIG }, ['policies: invalid-type']],
  ['a function', { policies: () => compile(CONFIG) }, ['policies: invalid-type']],
  ['a text that is no policy', { policies: ['https://shop.example'] }, ['policies[0]: unknown-directive']],
  ['no origins', { origins: undefined }, ['origins: unset-value']],
  ['a number for a site', { site: 7 }, ['site: invalid-type']],
  ['an empty site', { site: '' }, ['site: unset-value']],
  [
    'all of it at once',
    { policies: ['', 7], origins: ['https://shop.example/cart', '*'], site: null },
    [
      'policies[0]: unset-value',
      'policies[1]: invalid-type',
      'origins[0]: invalid-origin',
      'origins[1]: invalid-wildcard',
      'site: unset-value',
    ],
  ],
])('%s', (_, options, problems) => {
  expect(problemsOf({ ...GOOD, ...options })).toEqual(problems)
})
