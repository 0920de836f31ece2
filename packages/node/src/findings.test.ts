import { afterEach, expect, test, vi } from 'vitest'
import { sallyport } from './middleware.ts'
import { send, serve } from './server.test-kit.ts'

const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => void warn.mockClear())

const CHANGE = { csp: { append: { 'img-src': ['https://tiles.test'] } } } as const

/** What is warned of while two requests pass the registrations. */
async function warningsOf(...given: readonly Parameters<typeof sallyport>[0][]): Promise<readonly unknown[]> {
  const all = given.map((source) => sallyport(source))
  const server = await serve((request, response) => {
    const go = (index: number): void => {
      const next = all[index]
      if (next === undefined) response.end()
      else next(request, response, () => go(index + 1))
    }
    go(0)
  })
  for (const _ of [1, 2]) await send(server, 'GET / HTTP/1.0')
  return warn.mock.calls.map(([text]) => text)
}

test('a change to no policy is warned of, once', async () => {
  expect(await warningsOf(CHANGE)).toEqual([expect.stringContaining('there is none that it could change')])
})

test('a change to the policy of an earlier registration is not', async () => {
  expect(await warningsOf({ csp: "default-src 'self'" }, CHANGE)).toEqual([])
})
