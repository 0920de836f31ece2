import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdapterName } from './adapter.ts'
import { MOUNT_CASES, MOUNT_CONFIGS, type MountCase } from './cases/mounts.ts'
import { send, type WireResponse } from './http.ts'
import { describeMountsBySocket } from './mounts-by-socket.ts'
import { type OwnVary, ownVary } from './own-vary.ts'
import type { RunningServer } from './server.ts'
import { start } from './start.ts'

/** Handlers that stand on a path of their own, under policies that would refuse what comes to them. */
export function describeMounts(adapter: AdapterName): void {
  for (const [name, config] of Object.entries(MOUNT_CONFIGS)) {
    // Its proxy runs in another bundle than its handlers.
    if (adapter === 'next' && name === 'by mount') continue
    describe(`${adapter}: what is mounted, known ${name}`, () => {
      let server: RunningServer
      beforeAll(async () => {
        server = await start(adapter, config)
      })
      afterAll(() => server.close())

      // Of `handle` the streams are the business of whatever server it stands in.
      if (adapter !== 'fetch') describeMountsBySocket(adapter, () => server.url)

      test.concurrent.each(MOUNT_CASES.map((row) => [row.title, row] as const))(
        '%s',
        async (_title, { request, expect: wanted }) => {
          const response = await send(server.url, request)
          const told = tell(adapter, response, wanted, server.url)
          expect(told).toEqual({
            ...wanted,
            ...(wanted.echo === undefined ? {} : { echo: { ...ECHO[adapter], ...wanted.echo } }),
          })
        },
      )
    })
  }
}

const LOOPBACK = { address: '127.0.0.1' }
const UNKNOWN = { address: null }

/** Who has no socket to ask is told nothing. */
const ECHO: Readonly<Record<AdapterName, object>> = {
  fetch: UNKNOWN,
  node: LOOPBACK,
  fastify: LOOPBACK,
  koa: LOOPBACK,
  'nest-express': LOOPBACK,
  'nest-fastify': LOOPBACK,
  next: UNKNOWN,
}

/** Next.js has a name of its own for the loopback address. */
function ownName(adapter: AdapterName, origin: string): string {
  return adapter === 'next' ? origin.replace('127.0.0.1', 'localhost') : origin
}

/** Of a response, what the row has a say about. */
function tell(
  adapter: AdapterName,
  response: WireResponse,
  wanted: MountCase['expect'],
  origin: string,
): MountCase['expect'] {
  const lines = (name: string): readonly string[] =>
    response.lines.filter(([found]) => found === name).map(([, value]) => value)
  const headers = Object.fromEntries(
    Object.keys(wanted.headers).map((name) => [
      name,
      name === 'vary' ? others(lines(name), ownVary(adapter)) : lines(name),
    ]),
  )
  return {
    status: response.status,
    headers,
    ...(wanted.body === undefined ? {} : { body: response.body }),
    ...(wanted.echo === undefined ? {} : { echo: readEcho(response.body, ownName(adapter, origin)) }),
  }
}

function others(lines: readonly string[], own: OwnVary): readonly string[] {
  return lines.flatMap((line) => line.split(', ')).filter((name) => !own.has(name.toLowerCase()))
}

function readEcho(text: string, origin: string): object {
  const echo: object = JSON.parse(text)
  const url: unknown = Reflect.get(echo, 'url')
  Reflect.deleteProperty(echo, 'cut')
  return { ...echo, url: typeof url === 'string' ? url.replace(origin, '') : url }
}
