import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { type ArgumentsHost, Catch, Controller, Get, Header } from '@nestjs/common'
import { NONCE } from '@sallyport/core/csp'
import { describe, expect, test } from 'vitest'
import { type AppOptions, PLATFORMS, serve } from './app.test-kit.ts'
import { Csp, CspNonce } from './decorators.ts'
import { cspNonce } from './response-csp.ts'

const source = { csp: { directives: { 'script-src': [NONCE, "'strict-dynamic'"] } } } satisfies AppOptions['source']

@Controller()
class PagesController {
  @Get('page')
  @Header('content-type', 'text/html')
  page(@CspNonce() nonce: string): string {
    return nonce
  }

  @Get('twice')
  twice(@CspNonce() one: string, @CspNonce() other: string): string {
    return `${one} ${other}`
  }

  @Get('unread')
  unread(): string {
    return ''
  }

  @Get('throw')
  throw(): never {
    throw new Error('thrown on purpose')
  }

  @Get('slotless')
  @Csp({ directives: { 'script-src': ["'self'"] } })
  slotless(@CspNonce() nonce: string): object {
    return { nonce }
  }
}

class ErrorPage {
  catch(_error: Error, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse()
    const nonce = cspNonce(response)
    response.status(500).send(nonce)
  }
}
Catch()(ErrorPage)

test('a response of an app without the module has none, and says so', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  expect(() => cspNonce(response)).toThrow('has not passed through Sallyport')
})

describe.each(PLATFORMS)('on %s', (platform) => {
  const start = () =>
    serve({
      platform,
      source,
      controllers: [PagesController],
      configure: (app) => app.useGlobalFilters(new ErrorPage()),
    })

  test('@CspNonce() is the nonce of the header, and another for every response', async () => {
    const { send } = await start()
    const first = await send('GET', '/page')
    const second = await send('GET', '/page')
    expect(first.body).toMatch(/^[\w-]{22,}$/)
    expect(first.headers['content-security-policy']).toBe(`script-src 'nonce-${first.body}' 'strict-dynamic'`)
    expect(second.body).not.toBe(first.body)
  })

  test('asking twice gives the same', async () => {
    const { send } = await start()
    const [one, other] = (await send('GET', '/twice')).body.split(' ')
    expect(one).toBe(other)
  })

  test('a response that does not ask gets the static header', async () => {
    const { send } = await start()
    const header = (await send('GET', '/unread')).headers['content-security-policy']
    expect(header).not.toContain('nonce-')
    expect((await send('GET', '/unread')).headers['content-security-policy']).toBe(header)
  })

  test('cspNonce() gives it to an exception filter', async () => {
    const { send } = await start()
    const answer = await send('GET', '/throw')
    expect(answer.status).toBe(500)
    expect(answer.headers['content-security-policy']).toContain(`'nonce-${answer.body}'`)
  })

  test('it is empty under a policy without a place for one', async () => {
    const { send } = await start()
    expect((await send('GET', '/slotless')).body).toBe('{"nonce":""}')
  })
})
