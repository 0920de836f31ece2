import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Header,
  Options,
  Post,
  Res,
  Sse,
  StreamableFile,
  UseGuards,
} from '@nestjs/common'
import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, PLATFORMS, type Platform, STRANGER, serve, type TestApp } from './app.test-kit.ts'
import { Cors } from './decorators.ts'

class Refuse {
  canActivate(): boolean {
    throw new ForbiddenException()
  }
}

interface Reply extends ServerResponse {
  readonly raw?: ServerResponse
  hijack?(): void
}

@Controller()
class ResponsesController {
  @Get('ok')
  ok(): object {
    return { ok: true }
  }

  @Post('ok')
  create(@Body() body: unknown): unknown {
    return body
  }

  @Get('items/:id')
  item(): void {}

  @Get('guarded')
  @UseGuards(Refuse)
  guarded(): void {}

  @Get('throw')
  throw(): never {
    throw new Error('thrown on purpose')
  }

  @Get('vary')
  @Header('vary', 'accept')
  vary(): object {
    return {}
  }

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Readable.from(['one ', 'two']))
  }

  @Sse('events')
  events(): unknown {
    return of({ data: 'first' })
  }

  @Get('raw')
  raw(@Res() response: Reply): void {
    response.hijack?.()
    const raw = response.raw ?? response
    raw.writeHead(202, { vary: 'accept', 'x-own': 'yes' })
    raw.end('written by hand')
  }

  @Options('own')
  own(): object {
    return { options: 'mine' }
  }

  @Get('own')
  @Cors(false)
  ownGet(): object {
    return {}
  }
}

const source = {
  cors: { origins: [FRIEND], credentials: true, methods: ['GET', 'PUT'] },
  csp: { directives: { 'default-src': ["'self'"] } },
  csrf: { trustedOrigins: 'cors' },
} satisfies AppOptions['source']

const start = (platform: Platform): Promise<TestApp> => serve({ platform, source, controllers: [ResponsesController] })

describe.each(PLATFORMS)('on %s', (platform) => {
  test.each([
    { title: 'an answer', method: 'GET', path: '/ok', status: 200, vary: 'origin' },
    { title: 'HEAD', method: 'HEAD', path: '/ok', status: 200, vary: 'origin' },
    { title: 'a path without a handler', method: 'GET', path: '/nothing', status: 404, vary: 'origin' },
    { title: 'a guard that refuses', method: 'GET', path: '/guarded', status: 403, vary: 'origin' },
    { title: 'an error', method: 'GET', path: '/throw', status: 500, vary: 'origin' },
    { title: 'malformed JSON', method: 'POST', path: '/ok', status: 400, vary: 'origin', body: '{' },
    { title: 'an app that sets Vary', method: 'GET', path: '/vary', status: 200, vary: 'accept, origin' },
    { title: 'a URL that cannot be decoded', method: 'GET', path: '/items/%zz', status: 400, vary: 'origin' },
    { title: 'a stream', method: 'GET', path: '/stream', status: 200, vary: 'origin' },
    { title: 'server-sent events', method: 'GET', path: '/events', status: 200, vary: 'origin' },
    { title: 'a response written by hand', method: 'GET', path: '/raw', status: 202, vary: 'accept, origin' },
  ])('$title carries the headers', async ({ method, path, status, vary, body }) => {
    const { send } = await start(platform)
    const headers = { origin: FRIEND, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }

    const answer = await send(method, path, { headers, ...(body === undefined ? {} : { body }) })

    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': FRIEND,
      'access-control-allow-credentials': 'true',
      'content-security-policy': "default-src 'self'",
    })
    const varied = (answer.headers.vary ?? '').toLowerCase().split(', ').toSorted()
    expect(varied).toEqual(vary.split(', '))
    expect(answer.names.toSorted()).toEqual([...new Set(answer.names)].toSorted())
  })

  test('a refused origin gets no CORS header', async () => {
    const { send } = await start(platform)
    const answer = await send('GET', '/ok', { headers: { origin: STRANGER } })
    expect(answer.status).toBe(200)
    expect(answer.names.filter((name) => name.startsWith('access-control-'))).toEqual([])
    expect(answer.headers.vary).toBe('origin')
  })

  test('a preflight is answered without asking the app', async () => {
    const { preflight } = await start(platform)
    const answer = await preflight('PUT', '/ok')
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': FRIEND })
    expect(answer.headers['access-control-allow-methods']).toContain('PUT')
    expect(answer.names).not.toContain('content-security-policy')
  })

  test('a refused preflight is 403 and says nothing', async () => {
    const { preflight } = await start(platform)
    const answer = await preflight('DELETE', '/ok')
    expect(answer.status).toBe(403)
    expect(answer.names.filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('a preflight for a URL that cannot be decoded does no harm', async () => {
    const { preflight, send } = await start(platform)
    expect([204, 400]).toContain((await preflight('PUT', '/items/%zz')).status)
    expect(await send('GET', '/ok')).toMatchObject({ status: 200 })
  })

  test('an OPTIONS that is no preflight reaches the app', async () => {
    const { send } = await start(platform)
    const answer = await send('OPTIONS', '/own', { headers: { origin: FRIEND } })
    expect(answer).toMatchObject({ status: 200, body: '{"options":"mine"}' })
    expect(answer.headers['access-control-allow-origin']).toBe(FRIEND)
  })

  test('a preflight for a route without CORS reaches the app, without headers', async () => {
    const { preflight } = await start(platform)
    const answer = await preflight('GET', '/own')
    expect(answer).toMatchObject({ status: 200, body: '{"options":"mine"}' })
    expect(answer.names.filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test("another site's form post is refused before it is read", async () => {
    const { send } = await start(platform)
    const headers = { origin: STRANGER, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }
    expect(await send('POST', '/ok', { headers, body: '{' })).toMatchObject({ status: 403 })
  })
})
