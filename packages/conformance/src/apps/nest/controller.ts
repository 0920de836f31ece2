import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { All, Controller, Get, Header, HttpCode, Options, Param, Req, Res, StreamableFile } from '@nestjs/common'
import { CspNonce, changeCsp, cspNonce } from '@sallyport/nest'
import { CHANGE, HTML, noncePage, PIECES, REFUSED_CHANGE, STATIC_PAGE } from '../page.ts'
import { VIOLATING_PAGE, VIOLATING_PATH } from '../violating.ts'

/** What Express hands out is the `node:http` response itself; Fastify wraps it. */
type PlatformResponse = ServerResponse | { readonly raw: ServerResponse; hijack(): unknown }

type NestResponse = Parameters<typeof cspNonce>[0]

@Controller()
export class AppController {
  @All('ok')
  ok(@Req() request: { readonly method: string }): object {
    return { ok: true, method: request.method }
  }

  @Get('html')
  @Header('content-type', HTML)
  html(@CspNonce() nonce: string): string {
    return noncePage(nonce)
  }

  @Get('static')
  @Header('content-type', HTML)
  static(): string {
    return STATIC_PAGE
  }

  @Get(VIOLATING_PATH)
  @Header('content-type', HTML)
  violating(): string {
    return VIOLATING_PAGE
  }

  @Get('changed')
  @Header('content-type', HTML)
  changed(@Res({ passthrough: true }) response: NestResponse): string {
    changeCsp(response, CHANGE)
    return noncePage(cspNonce(response))
  }

  @Get('unchanged')
  @Header('content-type', HTML)
  unchanged(@Res({ passthrough: true }) response: NestResponse): string {
    changeCsp(response, REFUSED_CHANGE)
    return noncePage(cspNonce(response))
  }

  @Get('cached')
  @Header('content-type', HTML)
  @Header('cache-control', 'public, max-age=60')
  cached(@CspNonce() nonce: string): string {
    return noncePage(nonce)
  }

  @Get('not-modified')
  @HttpCode(304)
  @Header('etag', '"1"')
  notModified(): void {}

  @Get('throw')
  throw(): never {
    throw new Error('thrown by /throw')
  }

  @Get('vary')
  @Header('vary', 'accept')
  vary(): object {
    return { vary: true }
  }

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Readable.from(PIECES.map((piece) => Buffer.from(piece))), { type: 'text/plain' })
  }

  @Get('hijack')
  hijack(@Res() response: PlatformResponse): void {
    if ('hijack' in response) response.hijack()
    const raw = 'raw' in response ? response.raw : response
    raw.writeHead(200, { 'content-type': 'text/plain', vary: 'accept' }).end('hijacked')
  }

  @Get('own-options')
  ownGet(): object {
    return { ok: true, method: 'GET' }
  }

  @Options('own-options')
  @Header('allow', 'GET, OPTIONS')
  ownOptions(): object {
    return { own: 'options' }
  }

  @Get('set/:name/:value')
  set(
    @Param('name') name: string,
    @Param('value') value: string,
    @Res({ passthrough: true }) response: { header(name: string, value: string): unknown },
  ): object {
    response.header(name, value)
    return { set: name }
  }
}
