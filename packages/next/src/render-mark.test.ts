import { expect, test } from 'vitest'
import { keptPolicies } from './kept-policies.ts'
import { markOf, markRender, type RequestHeaders } from './render-mark.ts'
import { TEST_CHANNEL } from './sealing.test-kit.ts'

const csp = keptPolicies(TEST_CHANNEL, false)('/a')

test('a request has one mark, however often a page is asked for', () => {
  const headers: RequestHeaders = { 'content-security-policy': "script-src 'nonce-guessed'" }
  if (csp === null) throw new Error('no policy')
  const mark = markRender(headers, csp)
  expect(markRender(headers, csp)).toBe(mark)
  expect(markOf(headers)).toBe(mark)
  expect(headers).toEqual({ 'content-security-policy': `script-src 'nonce-${mark.nonce}'` })
})

test('copies of the headers have no mark, and nothing that lists headers sees one', () => {
  const headers: RequestHeaders = { accept: '*/*' }
  if (csp === null) throw new Error('no policy')
  markRender(headers, csp)
  expect(markOf({ ...headers })).toBeUndefined()
  expect(markOf(Object.assign({}, headers))).toBeUndefined()
  expect(Object.keys(headers)).toEqual(['accept', 'content-security-policy'])
})
