import type { Config } from '@sallyport/core'
import { expect, test } from 'vitest'
import { jsonPart } from './json-part.ts'

const csp = "script-src 'nonce'"

test('a configuration of data is whole', () => {
  const config: Config = { csp, cors: { origins: ['https://a.example'] } }
  expect(jsonPart(config)).toEqual({ isWhole: true, config })
})

test('of one with a function, all that decides the CSP is kept and nothing else', () => {
  const config: Config = {
    csp,
    reporting: { endpoint: '/reports' },
    csrf: true,
    cors: { origins: () => true },
    routes: [
      { path: '/open', csp: false },
      { path: '/own', methods: ['GET'], csp: "img-src 'self'", cors: false },
      { path: '/api/*', cors: { origins: '*' } },
    ],
  }
  expect(jsonPart(config)).toEqual({
    isWhole: false,
    config: {
      csp,
      reporting: { endpoint: '/reports' },
      routes: [
        { path: '/open', csp: false },
        { path: '/own', methods: ['GET'], csp: "img-src 'self'" },
      ],
    },
  })
})
