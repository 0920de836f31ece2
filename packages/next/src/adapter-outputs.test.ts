import { expect, test } from 'vitest'
import { addToOutputs } from './adapter-outputs.ts'

const nonce = 'c2VhbC1ub25jZS1vZi1idWls'
const headers = new Map([
  ['/app/.next/server/a.html', [['content-security-policy', "script-src 'sha256-YQ=='"]] as const],
])
const filler = '.'.repeat(nonce.length)

const before = () => [
  { type: 'PAGES', filePath: '/app/.next/server/a.js' },
  { fallback: { filePath: '/app/.next/server/a.html', initialHeaders: { vary: 'rsc' } } },
  {
    config: { postponed: `{"n":"${nonce}"}` },
    fallback: { filePath: '/app/.next/server/b.html', postponedState: nonce },
  },
  { fallback: undefined },
]
const after = [
  { type: 'PAGES', filePath: '/app/.next/server/a.js' },
  {
    fallback: {
      filePath: '/app/.next/server/a.html',
      initialHeaders: { vary: 'rsc', 'content-security-policy': "script-src 'sha256-YQ=='" },
    },
  },
  {
    config: { postponed: `{"n":"${filler}"}` },
    fallback: { filePath: '/app/.next/server/b.html', postponedState: filler },
  },
  { fallback: undefined },
]

test('the list of Next.js 15.5', () => {
  const outputs = before()
  addToOutputs(outputs, headers, nonce)
  expect(outputs).toEqual(after)
})

test('the lists of Next.js 16, of which one is no list', () => {
  const [page, ...prerenders] = before()
  const outputs = { pages: [page], prerenders, middleware: { filePath: 'x' } }
  addToOutputs(outputs, headers, nonce)
  expect(outputs.prerenders).toEqual(after.slice(1))
})

test.each([undefined, null, 'outputs', [null, 1]])('%j is nothing to add to', (outputs) => {
  expect(() => addToOutputs(outputs, headers, nonce)).not.toThrow()
})
