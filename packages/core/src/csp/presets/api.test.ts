import { expect, test } from 'vitest'
import { type ApiCspOptions, apiCsp } from './api.ts'
import { expectRefusal, readPreset } from './preset.test-kit.ts'

const ALL = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

test.each<[title: string, options: ApiCspOptions | undefined, text: string]>([
  ['by default', undefined, ALL],
  ['sandboxed', { sandbox: true }, `${ALL}; sandbox`],
  ['not sandboxed', { sandbox: false }, ALL],
  [
    'one directive replaced, one added',
    { directives: { 'frame-ancestors': ["'self'"], 'img-src': ['data:'] } },
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; img-src data:",
  ],
])('%s', (_title, options, text) => {
  expect(readPreset(apiCsp(options))).toEqual({ text, codes: [] })
})

test('report-only', () => {
  expect(apiCsp({ reportOnly: true })).toMatchObject({ reportOnly: true })
  expect(apiCsp()).not.toHaveProperty('reportOnly')
})

const untyped: { apiCsp(options: unknown): unknown } = { apiCsp }

test.each<[title: string, options: unknown, path: string]>([
  ['null', null, 'apiCsp'],
  ['a flag that is none', { sandbox: 'true' }, 'apiCsp.sandbox'],
  ['an unset flag', { reportOnly: undefined }, 'apiCsp.reportOnly'],
  ['directives that are no object', { directives: [] }, 'apiCsp.directives'],
  ['an unknown option', { frameAncestors: ["'self'"] }, 'apiCsp.frameAncestors'],
])('refuses %s', (_title, options, path) => {
  expectRefusal(() => untyped.apiCsp(options), path)
})
