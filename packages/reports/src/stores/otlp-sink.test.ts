import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WriteBatch } from '../store.ts'
import { otlpProblems } from './otlp-schema.test-kit.ts'
import { otlpSink } from './otlp-sink.ts'
import { HOSTILE_TEXTS } from './store-contract.test-kit.ts'
import { folded, HOUR, START } from './store-model.test-kit.ts'

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

const received: Received[] = []
let answer: (response: ServerResponse) => void = (response) => response.end('{}')
let base = ''

const server = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  request.on('end', () => {
    received.push({ method: request.method, url: request.url, headers: request.headers, text })
    response.setHeader('content-type', 'application/json')
    answer(response)
  })
})

beforeEach(async () => {
  received.length = 0
  answer = (response) => response.end('{}')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const BATCH: WriteBatch = {
  id: 'batch-1',
  groups: [
    folded({ count: 12, clients: ['a', 'b'], vouched: ['c'], last: START * HOUR + 5 }),
    folded({ blocked: '', disposition: 'enforce', noise: { rule: 'extension', confidence: 'sure' } }),
  ],
  policies: [],
}

describe('an OTLP receiver', () => {
  test('gets one request for each batch, with the headers it was told', async () => {
    const sink = otlpSink({ url: base, headers: { authorization: 'Bearer secret' }, serviceName: 'shop' })
    await sink.write(BATCH)
    await sink.close()
    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/v1/logs',
        headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
      },
    ])
    expect(received[0]?.text).toContain('{"key":"service.name","value":{"stringValue":"shop"}}')
  })

  test('gets what the protocol says, and nothing else', async () => {
    await otlpSink({ url: base }).write(BATCH)
    expect(otlpProblems(JSON.parse(received[0]?.text ?? ''))).toEqual([])
  })

  test('gets one record for each hour of each group', async () => {
    await otlpSink({ url: base }).write(BATCH)
    const { resourceLogs } = JSON.parse(received[0]?.text ?? '')
    const records: unknown = resourceLogs[0].scopeLogs[0].logRecords
    expect(records).toMatchObject([
      {
        timeUnixNano: `${START * HOUR + 5}000000`,
        severityNumber: 13,
        severityText: 'WARN',
        eventName: 'sallyport.csp_violation',
        body: {
          stringValue: 'script-src-elem blocked https://cdn.example on https://shop.example/orders/:id, 12 times',
        },
        attributes: expect.arrayContaining([
          { key: 'log.record.uid', value: { stringValue: `batch-1/${folded().fingerprint}/${START}` } },
          { key: 'url.domain', value: { stringValue: 'shop.example' } },
          { key: 'url.template', value: { stringValue: '/orders/:id' } },
          { key: 'sallyport.csp.directive', value: { stringValue: 'script-src-elem' } },
          { key: 'sallyport.count', value: { intValue: '12' } },
          { key: 'sallyport.clients', value: { intValue: '2' } },
        ]),
      },
      { severityNumber: 9, body: { stringValue: expect.stringContaining(' blocked something on ') } },
    ])
  })

  test.each(HOSTILE_TEXTS)('can decode text that %s', async (_title, text) => {
    const group = folded({ site: text, directive: text, blocked: text, page: text })
    await otlpSink({ url: base }).write({ id: text, groups: [group], policies: [] })
    expect(otlpProblems(JSON.parse(received[0]?.text ?? ''))).toEqual([])
  })

  test('hears nothing of a batch without groups', async () => {
    await otlpSink({ url: base }).write({ id: 'a', groups: [], policies: [] })
    expect(received).toEqual([])
  })

  test.each(['', '/', '/v1/logs', '/otlp', '/otlp/v1/logs?key=1'])('is found at %o', async (path) => {
    await otlpSink({ url: `${base}${path}` }).write(BATCH)
    expect(received[0]?.url).toMatch(/^(\/otlp)?\/v1\/logs(\?key=1)?$/)
  })
})

describe('a batch is rejected, to be sent again,', () => {
  test.each([429, 502, 503, 504])('when the receiver answers %s', async (status) => {
    answer = (response) => response.writeHead(status).end('secret')
    const sink = otlpSink({ url: `${base}?key=secret` })
    await expect(sink.write(BATCH)).rejects.toThrow(`OTLP receiver ${base}/v1/logs answers ${status}`)
    answer = (response) => response.end('{}')
    await sink.write(BATCH)
    expect(received.map(({ text }) => text.length)).toHaveLength(2)
  })

  test('when nobody answers in time', async () => {
    answer = () => undefined
    const sink = otlpSink({ url: base, timeout: 30 })
    await expect(sink.write(BATCH)).rejects.toThrow(`OTLP receiver ${base}/v1/logs cannot be reached: TimeoutError`)
  })

  test('when nobody is there', async () => {
    const sink = otlpSink({ url: 'http://127.0.0.1:1', headers: { authorization: 'secret' } })
    await expect(sink.write(BATCH)).rejects.toThrow('OTLP receiver http://127.0.0.1:1/v1/logs cannot be reached:')
  })
})

describe('a batch is given up, and that is told once,', () => {
  const refusalsOf = async (times: number): Promise<readonly string[]> => {
    const told: string[] = []
    const sink = otlpSink({
      url: `${base}?key=secret`,
      headers: { authorization: 'secret' },
      onRefused: (message) => told.push(message),
    })
    for (let time = 0; time < times; time++) await sink.write(BATCH)
    return told
  }

  test.each([301, 400, 401, 404, 413, 500])('when the receiver answers %s', async (status) => {
    answer = (response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('secret')
    expect(await refusalsOf(3)).toEqual([
      `OTLP receiver ${base}/v1/logs: it answers ${status}, and what it was sent is given up`,
    ])
  })

  test('when the receiver leaves records out', async () => {
    answer = (response) => response.end('{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too\\u001b old"}}')
    expect(await refusalsOf(2)).toEqual([`OTLP receiver ${base}/v1/logs: it left out records: "too\\u001b old"`])
  })

  test.each(['{"partialSuccess":{}}', '', 'no JSON', 'null', '{"partialSuccess":{"errorMessage":"a hint"}}'])(
    'but not when it answers %o',
    async (text) => {
      answer = (response) => response.end(text)
      expect(await refusalsOf(1)).toEqual([])
    },
  )
})

describe('what cannot be sent is an error at once, without the secret:', () => {
  test.each([
    ['no URL', { url: 'otel secret' }, 'url is no absolute https: or http: URL'],
    ['another scheme', { url: 'grpc://secret' }, 'url is no absolute https: or http: URL'],
    ['a password', { url: 'https://user:secret@otel.example' }, 'url has a user or a password'],
    ['a header with a line feed', { url: 'https://a', headers: { token: 'secret\n' + 'x' } }, '"token" or its value'],
    ['no name of a header', { url: 'https://a', headers: { 'a b': 'secret' } }, '"a b" or its value'],
  ])('%s', (_title, options, message) => {
    expect(() => otlpSink(options)).toThrow(message)
    expect(() => otlpSink(options)).not.toThrow('secret')
  })
})
