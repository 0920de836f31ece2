import { expect, test } from 'vitest'
import { NONCE } from './keywords.ts'
import { renderHeader } from './render.ts'

function render(...policies: readonly Readonly<Record<string, readonly string[]>>[]) {
  const checked = policies.map((policy) => ({
    directives: Object.entries(policy).map(([name, words]) => ({ name, words })),
  }))
  const { chunks, nonceless } = renderHeader('content-security-policy', checked)
  return { chunks, nonceless }
}

test('without a slot there is one chunk, and the nonce-less form is the same', () => {
  const text = "default-src 'self'; upgrade-insecure-requests"
  expect(render({ 'default-src': ["'self'"], 'upgrade-insecure-requests': [] })).toEqual({
    chunks: [text],
    nonceless: text,
  })
})

test('policies are joined with a comma', () => {
  const text = "img-src 'self', font-src 'none'; sandbox"
  expect(render({ 'img-src': ["'self'"] }, { 'font-src': ["'none'"], sandbox: [] }).chunks).toEqual([text])
})

test('a slot cuts between its quotes', () => {
  expect(render({ 'script-src': [NONCE, "'strict-dynamic'"], 'img-src': ['*'] })).toEqual({
    chunks: ["script-src 'nonce-", "' 'strict-dynamic'; img-src *"],
    nonceless: "script-src 'strict-dynamic'; img-src *",
  })
})

test('a slot at the very end leaves its quote as the last chunk', () => {
  expect(render({ 'img-src': ['*'], 'script-src': ['https:', NONCE] }).chunks).toEqual([
    "img-src *; script-src https: 'nonce-",
    "'",
  ])
})

test('slots in several directives and policies', () => {
  expect(render({ 'script-src': [NONCE], 'style-src': ["'self'", NONCE] }, { 'script-src': [NONCE] })).toEqual({
    chunks: ["script-src 'nonce-", "'; style-src 'self' 'nonce-", "', script-src 'nonce-", "'"],
    nonceless: "script-src 'none'; style-src 'self', script-src 'none'",
  })
})

test("without its nonce a list loses 'unsafe-inline' too, which the nonce had switched off", () => {
  expect(render({ 'script-src': [NONCE, "'unsafe-inline'"], 'style-src': ["'unsafe-inline'"] }).nonceless).toBe(
    "script-src 'none'; style-src 'unsafe-inline'",
  )
})

test('is frozen, because every response shares it', () => {
  const header = renderHeader('content-security-policy', [{ directives: [{ name: 'sandbox', words: [] }] }])
  expect(Object.isFrozen(header) && Object.isFrozen(header.chunks)).toBe(true)
})
