import { type INestApplication, Module } from '@nestjs/common'
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core'
import { describe, expect, test } from 'vitest'
import { FRIEND, PLATFORMS, serve } from './app.test-kit.ts'

const source = { cors: { origins: [FRIEND], methods: ['PUT'] } } as const

type Done = () => void

function adapterOf(app: INestApplication): AbstractHttpAdapter {
  return app.get(HttpAdapterHost).httpAdapter
}

describe.each(PLATFORMS)('on %s', (platform) => {
  test.each([
    { when: 'before the app starts', late: false },
    { when: 'after it has started', late: true },
  ])('a request hook set $when runs too, and cannot take the place of ours', async ({ late }) => {
    const seen: string[] = []
    const instrument = (nest: INestApplication) =>
      adapterOf(nest).setOnRequestHook((_request: unknown, _response: unknown, done: Done) => {
        seen.push('hook')
        done()
      })
    const { app, send, preflight } = await serve({
      platform,
      source,
      configure: (nest) => (late ? undefined : instrument(nest)),
    })
    if (late) instrument(app)

    const answer = await send('GET', '/nothing', { headers: { origin: FRIEND } })
    expect(answer).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': FRIEND } })
    expect(seen).toEqual(['hook'])
    expect(await preflight('PUT', '/nothing')).toMatchObject({ status: 204 })
  })

  test('a hook that fails gets an error answer with the headers', async () => {
    const { send } = await serve({
      platform,
      source,
      configure: (nest) =>
        adapterOf(nest).setOnRequestHook(async () => {
          throw new Error('thrown on purpose')
        }),
    })
    const answer = await send('GET', '/nothing', { headers: { origin: FRIEND } })
    expect(answer).toMatchObject({ status: 500, headers: { 'access-control-allow-origin': FRIEND } })
  })

  test('shutdown hooks still run', async () => {
    const ran: string[] = []
    class Closing {
      beforeApplicationShutdown(): void {
        ran.push('before')
      }
      onApplicationShutdown(): void {
        ran.push('on')
      }
    }
    class ClosingModule {}
    Module({ providers: [Closing] })(ClosingModule)
    const { app, preflight } = await serve({
      platform,
      source,
      imports: [ClosingModule],
      configure: (nest) => nest.enableShutdownHooks(),
    })
    await preflight('PUT', '/nothing')
    await app.close()
    expect(ran).toEqual(['before', 'on'])
  })
})
