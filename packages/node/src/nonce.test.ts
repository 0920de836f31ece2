import { type Config, compile } from '@sallyport/core'
import { NONCE } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { enter } from './enter.ts'
import { cspNonce } from './nonce.ts'
import type { NodeResponse } from './response.ts'
import { send, serve, valuesOf } from './server.test-kit.ts'

const nonced = { csp: { directives: { 'script-src': ["'self'", NONCE] } } } satisfies Config

async function pageOf(config: Config, render: (response: NodeResponse) => unknown) {
  const server = await serve((request, response) => {
    enter(compile(config), request, response)
    let text: string
    try {
      text = String(render(response))
    } catch (error) {
      text = error instanceof Error ? error.message : 'not an error'
    }
    response.end(text)
  })
  const answer = await send(server, 'GET / HTTP/1.0')
  return { policy: valuesOf(answer, 'content-security-policy'), body: answer.body }
}

test('read: the header carries it, and reading again gives the same', async () => {
  const { policy, body } = await pageOf(nonced, (response) => [cspNonce(response), cspNonce(response)].join(' '))
  const [first, second] = body.split(' ')
  expect(first).toMatch(/^[\w-]{24}$/)
  expect(second).toBe(first)
  expect(policy).toEqual([`script-src 'self' 'nonce-${first}'`])
})

test('not read: the header has none', async () => {
  const { policy } = await pageOf(nonced, () => '')
  expect(policy).toEqual(["script-src 'self'"])
})

test("read after the app has set a policy of its own: the app's stays", async () => {
  const { policy } = await pageOf(nonced, (response) => {
    response.setHeader('content-security-policy', "script-src 'none'")
    return cspNonce(response)
  })
  expect(policy).toEqual(["script-src 'none'"])
})

test('until it is read the response has the form without one', async () => {
  const { policy, body } = await pageOf(nonced, (response) => {
    const before = response.getHeader('content-security-policy')
    return `${before} | ${cspNonce(response)}`
  })
  const [before, nonce] = body.split(' | ')
  expect(before).toBe("script-src 'self'")
  expect(policy).toEqual([`script-src 'self' 'nonce-${nonce}'`])
})

test('every response has its own', async () => {
  const nonces = await Promise.all([1, 2, 3].map(() => pageOf(nonced, cspNonce)))
  expect(new Set(nonces.map(({ body }) => body)).size).toBe(3)
})

test('a policy without a place for one', async () => {
  const config: Config = { csp: { directives: { 'script-src': ["'self'"] } } }
  expect(await pageOf(config, cspNonce)).toEqual({ policy: ["script-src 'self'"], body: '' })
})

test('read, then every header stripped: it comes back with the nonce', async () => {
  const { policy, body } = await pageOf(nonced, (response) => {
    const nonce = cspNonce(response)
    response.removeHeader('content-security-policy')
    return nonce
  })
  expect(policy).toEqual([`script-src 'self' 'nonce-${body}'`])
})

test('read under one policy, sent under another: both know it', async () => {
  const server = await serve((request, response) => {
    enter(compile(nonced), request, response)
    const nonce = cspNonce(response)
    enter(compile({ csp: { directives: { 'script-src': [NONCE, "'strict-dynamic'"] } } }), request, response)
    response.end(`${nonce} ${cspNonce(response)}`)
  })
  const answer = await send(server, 'GET / HTTP/1.0')
  const [first, second] = answer.body.split(' ')
  expect(second).toBe(first)
  expect(valuesOf(answer, 'content-security-policy')).toEqual([`script-src 'nonce-${first}' 'strict-dynamic'`])
})

test('first read after the headers were sent', async () => {
  const { body } = await pageOf(nonced, (response) => {
    response.writeHead(200)
    return cspNonce(response)
  })
  expect(body).toBe(
    'The CSP nonce was first read after the response headers were sent, when no header can carry it any more. Read it before the first byte of the body.',
  )
})

test('read before, and again after the headers were sent', async () => {
  const { body } = await pageOf(nonced, (response) => {
    const nonce = cspNonce(response)
    response.writeHead(200)
    return cspNonce(response) === nonce
  })
  expect(body).toBe('true')
})

test('a response that has not passed through', async () => {
  const server = await serve((_request, response) => {
    expect(() => cspNonce(response)).toThrow('has not passed through Sallyport')
    response.end('seen')
  })
  expect((await send(server, 'GET / HTTP/1.0')).body).toBe('seen')
})
