import { describe, expect, test } from 'vitest'
import type { HashSource } from '../source.ts'
import { graphiqlCsp } from './graphiql.ts'
import { expectRefusal, readPreset } from './preset.test-kit.ts'
import { swaggerUiCsp } from './swagger-ui.ts'
import type { UiPageCspOptions } from './ui-page.ts'

const hash: HashSource = `'sha256-${'A'.repeat(43)}='`
const cdn = 'https://cdn.test/tool@5/'

interface Expected {
  readonly scripts?: string
  readonly assets?: string
  readonly apis?: string
  readonly ancestors?: string
  readonly images?: string
  readonly end?: string
}

function policy({
  scripts = "'self'",
  assets = '',
  apis = '',
  ancestors = "'self'",
  images = '',
  end = '',
}: Expected): string {
  return [
    `script-src ${scripts}`,
    "default-src 'none'",
    `style-src 'self'${assets} 'unsafe-inline'`,
    `img-src 'self'${assets} data:${images}`,
    `font-src 'self'${assets} data:`,
    `connect-src 'self'${apis}`,
    "base-uri 'none'; form-action 'none'",
    `frame-ancestors ${ancestors}${end}`,
  ].join('; ')
}

test.each<[title: string, options: UiPageCspOptions | undefined, expected: Expected]>([
  ['by default', undefined, {}],
  ['with nonces', { scripts: 'nonce' }, { scripts: "'nonce-N' 'strict-dynamic'" }],
  ['an inline script', { hashes: [hash] }, { scripts: `'self' ${hash}` }],
  [
    'files from elsewhere, scripts among them',
    { assets: [cdn], hashes: [hash] },
    { scripts: `'self' ${cdn} ${hash}`, assets: ` ${cdn}` },
  ],
  [
    'files from elsewhere, scripts by nonce',
    { assets: [cdn], scripts: 'nonce', hashes: [hash] },
    { scripts: `'nonce-N' ${hash} 'strict-dynamic'`, assets: ` ${cdn}` },
  ],
  ['APIs elsewhere', { apis: ['https://api.test', 'wss://api.test'] }, { apis: ' https://api.test wss://api.test' }],
  ['framed by a portal', { frameAncestors: ['https://portal.test'] }, { ancestors: 'https://portal.test' }],
  ['more', { directives: { 'media-src': ["'self'"] } }, { end: "; media-src 'self'" }],
])('%s', (_title, options, expected) => {
  const swagger = policy({ images: ' blob:', ...expected })
  expect(readPreset(swaggerUiCsp(options))).toEqual({ text: swagger, codes: [] })
  const { end = '' } = expected
  const worker = `; worker-src 'self'${options?.assets ? ` blob: ${cdn}` : ''}`
  expect(readPreset(graphiqlCsp(options))).toEqual({ text: policy({ ...expected, end: `${worker}${end}` }), codes: [] })
})

test('the badge of the validator', () => {
  expect(readPreset(swaggerUiCsp({ validator: true })).text).toContain(
    "img-src 'self' data: blob: https://validator.swagger.io;",
  )
  expect(swaggerUiCsp({ validator: false })).toEqual(swaggerUiCsp())
})

test('report-only', () => {
  for (const preset of [swaggerUiCsp, graphiqlCsp]) {
    expect(preset({ reportOnly: true })).toMatchObject({ reportOnly: true })
    expect(preset()).not.toHaveProperty('reportOnly')
  }
})

const untyped: { swaggerUiCsp(options: unknown): unknown; graphiqlCsp(options: unknown): unknown } = {
  swaggerUiCsp,
  graphiqlCsp,
}

describe.each(['swaggerUiCsp', 'graphiqlCsp'] as const)('%s', (name) => {
  test.each<[title: string, options: unknown, path: string]>([
    ['null', null, ''],
    ['scripts of another kind', { scripts: 'hash' }, '.scripts'],
    ['unset scripts', { scripts: undefined }, '.scripts'],
    ['a host for a list', { apis: 'https://api.test' }, '.apis'],
    ['assets that are no list', { assets: cdn }, '.assets'],
    ['a hash for a list', { hashes: hash }, '.hashes'],
    ['unset ancestors', { frameAncestors: undefined }, '.frameAncestors'],
    ['a flag that is none', { reportOnly: 1 }, '.reportOnly'],
    ['an unknown option', { api: [] }, '.api'],
  ])('refuses %s', (_title, options, path) => {
    expectRefusal(() => untyped[name](options), `${name}${path}`)
  })
})

test('refuses a validator that is no flag, and one for GraphiQL', () => {
  expectRefusal(() => untyped.swaggerUiCsp({ validator: 'https://v.test' }), 'swaggerUiCsp.validator')
  expectRefusal(() => untyped.graphiqlCsp({ validator: true }), 'graphiqlCsp.validator')
})

test('leaves sources to the compiler, which names their place', () => {
  const { text, codes } = readPreset(swaggerUiCsp({ apis: ['https://api.test/?x'] }))
  expect({ text, codes }).toEqual({ text: undefined, codes: ['error invalid-source csp.directives.connect-src[1]'] })
})
