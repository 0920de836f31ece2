import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdapterName } from './adapter.ts'
import { CONFIGS, STRANGER } from './cases/configs.ts'
import { send, type WireRequest } from './http.ts'
import type { RunningServer } from './server.ts'
import { start } from './start.ts'

const HOST = 'shop.example.com'
const OWN = `https://${HOST}`
const SITE = 'sec-fetch-site'

/** RFC 6455 §4.1. */
const HANDSHAKE: NonNullable<WireRequest['headers']> = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

const ROWS: readonly (readonly [title: string, headers: Readonly<Record<string, string>>, status: 200 | 403])[] = [
  ['of the own page', { host: HOST, origin: OWN }, 200],
  ['of the own page, by Fetch metadata', { [SITE]: 'same-origin', origin: STRANGER }, 200],
  ['of no browser', {}, 200],
  ['from another site', { host: HOST, origin: STRANGER }, 403],
  ['from another site, in capitals', { host: HOST, origin: STRANGER, upgrade: 'WebSocket' }, 403],
  ['from another site, among others', { host: HOST, origin: STRANGER, upgrade: 'websocket, h2c' }, 403],
  ['from another site, by Fetch metadata', { [SITE]: 'cross-site', host: HOST, origin: OWN }, 403],
  ['from another port of the host', { host: HOST, origin: `${OWN}:8443` }, 403],
  ['from a sandboxed frame', { host: HOST, origin: 'null' }, 403],
]

/**
 * WebSocket handshakes for a path where nobody waits for one, which Node serves as a GET: all that answers is the guard or the app. Not
 * for Next.js, which drops every handshake before its proxy runs. What libraries do with one is for the adapters' own tests.
 */
export function describeHandshakes(adapter: Exclude<AdapterName, 'next'>): void {
  describe(`${adapter}: a WebSocket handshake`, () => {
    let server: RunningServer
    beforeAll(async () => {
      server = await start(adapter, CONFIGS.guarded)
    })
    afterAll(() => server.close())

    test.concurrent.each(ROWS)('%s', async (_title, headers, status) => {
      const response = await send(server.url, { path: '/ok', headers: { ...HANDSHAKE, ...headers } })
      expect([response.status, response.body.includes('"method":"GET"')]).toEqual([status, status === 200])
    })
  })
}
