import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type DynamicModule,
  type INestApplication,
  type LoggerService,
  Module,
  type ModuleMetadata,
  type NestApplicationOptions,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { PolicySource } from '@sallyport/core'
import { onTestFinished } from 'vitest'
import { SallyportModule } from './module.ts'

export const PLATFORMS = ['express', 'fastify'] as const
export type Platform = (typeof PLATFORMS)[number]

export const FRIEND = 'https://app.example.com'
export const STRANGER = 'https://evil.example'

export interface TestApp {
  readonly app: INestApplication
  /** What Nest and Sallyport logged as warnings and errors. */
  readonly logs: readonly string[]
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /** A preflight from {@link FRIEND}, unless the headers say otherwise. */
  preflight(method: string, path: string, headers?: Record<string, string>): Promise<Answer>
}

interface SendOptions {
  readonly headers?: Record<string, string>
  readonly body?: string
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Every header line's name, so that doubled lines show. */
  readonly names: readonly string[]
  readonly body: string
}

export interface AppOptions extends ModuleMetadata {
  readonly platform: Platform
  readonly source?: PolicySource
  /** In place of `forRoot(source)`. */
  readonly sallyport?: DynamicModule
  /** Between creation and start, as in a `main.ts`. */
  readonly configure?: (app: INestApplication) => unknown
  readonly options?: NestApplicationOptions
  /** Options of Fastify itself. */
  readonly fastify?: ConstructorParameters<typeof FastifyAdapter>[0]
}

/** An app on a port of its own, closed when the test is over. */
export async function serve(options: AppOptions): Promise<TestApp> {
  const served = await launch(options)
  onTestFinished(() => served.app.close())
  return served
}

/** An app on a port of its own. */
export async function launch({
  platform,
  source = {},
  sallyport = SallyportModule.forRoot(source),
  configure,
  options,
  fastify,
  imports = [],
  ...metadata
}: AppOptions): Promise<TestApp> {
  const logs: string[] = []
  class AppModule {}
  Module({ ...metadata, imports: [sallyport, ...imports] })(AppModule)
  const app = await NestFactory.create(
    AppModule,
    platform === 'express' ? new ExpressAdapter() : new FastifyAdapter(fastify),
    {
      ...options,
      abortOnError: false,
      logger: logTo(logs),
    },
  )
  await configure?.(app)
  await app.listen(0, '127.0.0.1')
  const address: AddressInfo = app.getHttpServer().address()
  const send: TestApp['send'] = (method, path, { headers = {}, body } = {}) =>
    sendTo(address.port, method, path, headers, body)
  return {
    app,
    logs,
    send,
    preflight: (method, path, headers = {}) =>
      send('OPTIONS', path, { headers: { origin: FRIEND, 'access-control-request-method': method, ...headers } }),
  }
}

function logTo(lines: string[]): LoggerService {
  const keep = (message: unknown): void => void lines.push(String(message))
  return { log() {}, warn: keep, error: keep, fatal: keep }
}

function sendTo(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          names: response.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()),
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}
