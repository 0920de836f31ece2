import { compile, createHandle } from '@sallyport/core'
import { expect, test, vi } from 'vitest'
import { sallyport } from './middleware.ts'
import { send, serve, valuesOf } from './server.test-kit.ts'

const GET = 'GET / HTTP/1.1\nOrigin: https://a.test'

test('calls on what it lets in, and answers the rest itself', async () => {
  const guard = sallyport({ cors: { origins: ['https://a.test'] }, csrf: true })
  const server = await serve((request, response) => guard(request, response, () => response.end()))
  expect((await send(server, GET)).status).toBe(200)
  expect((await send(server, 'POST / HTTP/1.1\nOrigin: https://evil.test')).status).toBe(403)
})

test('a handle changes the policy of a running server', async () => {
  const handle = createHandle({ cors: { origins: ['https://a.test'] } })
  const guard = sallyport(handle)
  const server = await serve((request, response) => guard(request, response, () => response.end()))
  const before = await send(server, GET)
  handle.update({ cors: { origins: ['https://b.test'] } })
  const after = await send(server, GET)
  expect(valuesOf(before, 'access-control-allow-origin')).toEqual(['https://a.test'])
  expect(valuesOf(after, 'access-control-allow-origin')).toEqual([])
})

test('a configuration that cannot be used is refused at start-up', () => {
  expect(() => sallyport({ cors: { origins: [] } })).toThrow('cors.origins')
})

test('what is doubtful about a configuration is printed once', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const policy = compile({ cors: { origins: ['https://a.test'], credentials: true } })
  sallyport(policy)
  sallyport(policy)
  expect(warn.mock.calls).toEqual([[expect.stringContaining('[credentials-without-guard]'), 'SallyportWarning']])
  warn.mockRestore()
})
