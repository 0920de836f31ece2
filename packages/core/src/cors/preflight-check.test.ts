import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { decide } from '../decide.ts'

const ORIGIN = 'https://app.example.com'

const LISTS = { methods: ['PUT'], allowedHeaders: ['x-one', 'x-two'] } as const
const ANY_HEADER = { methods: ['PUT'], allowedHeaders: '*' } as const

// What is granted once is remembered. Each row is asked from left to right of one policy, and then once more.
test.each<{
  title: string
  cors: { readonly methods: readonly string[]; readonly allowedHeaders: readonly string[] | '*' }
  asked: readonly (readonly [method: string, names: string, reason: string])[]
}>([
  {
    title: 'a method that was granted lets no other one pass (Fetch §4.8 step 7.5)',
    cors: LISTS,
    asked: [
      ['PUT', 'x-one', 'preflight-allowed'],
      ['DELETE', 'x-one', 'preflight-method-refused'],
      ['PUT', 'x-one', 'preflight-allowed'],
      ['GET', 'x-two', 'preflight-allowed'],
    ],
  },
  {
    title: 'names that were granted let no others pass (Fetch §4.8 step 7.7)',
    cors: LISTS,
    asked: [
      ['PUT', 'x-one', 'preflight-allowed'],
      ['PUT', 'x-one,x-three', 'preflight-header-refused'],
      ['PUT', 'x-one,x-two', 'preflight-allowed'],
      ['PUT', '', 'preflight-allowed'],
    ],
  },
  {
    title: 'a method that was granted beside names that were not is refused no later',
    cors: LISTS,
    asked: [
      ['PUT', 'x-three', 'preflight-header-refused'],
      ['PUT', 'x-one', 'preflight-allowed'],
      ['PATCH', 'x-one', 'preflight-method-refused'],
    ],
  },
  {
    title: 'any header, in a value of any length',
    cors: ANY_HEADER,
    asked: [
      ['PUT', `x-${'a'.repeat(2000)}`, 'preflight-allowed'],
      ['PUT', 'x-one', 'preflight-allowed'],
    ],
  },
])('$title', ({ cors, asked }) => {
  const policy = compile({ cors: { origins: [ORIGIN], ...cors } })
  const reasons = [...asked, ...asked].map(([method, names]) => {
    const headers: Readonly<Record<string, string>> = {
      origin: ORIGIN,
      'access-control-request-method': method,
      'access-control-request-headers': names,
    }
    return decide(policy, { method: 'OPTIONS', path: '/', header: (name) => headers[name] }).reason
  })
  expect(reasons).toEqual([...asked, ...asked].map(([, , reason]) => reason))
})
