import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { AdapterName } from './adapter.ts'
import { ECHO_PATH, MOST_BYTES } from './apps/mounted.ts'

/** What takes more than one message to see: bodies are streamed, and a connection outlives what is not read of them. */
export function describeMountsBySocket(adapter: AdapterName, url: () => string): void {
  test('a report that comes in pieces, of a length nobody told', async () => {
    const line = await open(url())
    line.write(head(['transfer-encoding: chunked']))
    for (const piece of ['{"csp', '-report"', ':{}}']) {
      line.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
      await turn()
    }
    line.write('0\r\n\r\n')
    expect(await line.answer()).toMatchObject({ status: 200, echo: { body: '{"csp-report":{}}' } })
    line.close()
  })

  // Next.js keeps a body for its proxy and the handler both, and hands it to the latter when it has all of it.
  const isWhole = adapter === 'next'
  test(`a body that is too long: refused ${isWhole ? 'when it is there' : 'before it is there'}, and the connection goes on`, async () => {
    const line = await open(url())
    const bytes = 4 * MOST_BYTES
    line.write(head([`content-length: ${bytes}`]))
    line.write('x'.repeat(MOST_BYTES + 1))
    const rest = 'x'.repeat(bytes - MOST_BYTES - 1)
    if (isWhole) line.write(rest)
    expect(await line.answer()).toMatchObject({ status: 413 })
    if (!isWhole) line.write(rest)
    line.write(`${head(['content-length: 2'])}{}`)
    expect(await line.answer()).toMatchObject({ status: 200, echo: { body: '{}' } })
    line.close()
  })

  test('a method that is refused: what was sent with it does not disturb the next request', async () => {
    const line = await open(url())
    line.write(`${head(['content-length: 5'], 'PUT')}12345${head(['content-length: 2'])}{}`)
    expect(await line.answer()).toMatchObject({ status: 405 })
    expect(await line.answer()).toMatchObject({ status: 200, echo: { body: '{}' } })
    line.close()
  })

  test(`an upload that is cut off: ${isWhole ? 'nobody hears of it' : 'an error for the handler, and for nobody else'}`, async () => {
    const before = await countCuts(url())
    const line = await open(url())
    line.write(`${head(['content-length: 1000'])}{"csp-report":`)
    await turn()
    line.close()
    while ((await countCuts(url())) === before && !isWhole) await turn()
  })
}

async function countCuts(url: string): Promise<number> {
  const line = await open(url)
  line.write(`${head(['content-length: 2'])}{}`)
  const { echo } = await line.answer()
  line.close()
  const { cut }: { readonly cut?: number } = echo
  return cut ?? 0
}

function head(lines: readonly string[], method = 'POST'): string {
  const type = 'content-type: application/csp-report'
  return [`${method} ${ECHO_PATH} HTTP/1.1`, 'host: 127.0.0.1', 'origin: null', type, ...lines, '', ''].join('\r\n')
}

interface Line {
  write(text: string): void
  /** The next one. */
  answer(): Promise<{ readonly status: number; readonly echo: object }>
  close(): void
}

async function open(url: string): Promise<Line> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // What is sent to a server that has heard enough may come back as an error.
  socket.on('error', () => {})
  await once(socket, 'connect')
  let received = ''
  return {
    write: (text) => void socket.write(text),
    async answer() {
      for (;;) {
        const parsed = parse(received)
        if (parsed !== undefined) {
          received = received.slice(parsed.length)
          return parsed
        }
        received += await nextChunk(socket)
      }
    },
    close: () => socket.destroy(),
  }
}

async function nextChunk(socket: Socket): Promise<string> {
  const [chunk]: unknown[] = await once(socket, 'data')
  return String(chunk)
}

/** Undefined while it has not come as a whole. */
function parse(text: string): { readonly status: number; readonly echo: object; readonly length: number } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const headers = text.slice(0, end).toLowerCase()
  const status = Number(headers.split(' ')[1])
  const start = end + 4
  const body = headers.includes('transfer-encoding: chunked') ? chunked(text, start) : sized(text, start, headers)
  if (body === undefined) return undefined
  const echo: object = status === 200 ? JSON.parse(body.text) : {}
  return { status, echo, length: body.end }
}

interface Part {
  readonly text: string
  readonly end: number
}

function sized(text: string, start: number, headers: string): Part | undefined {
  const length = Number(/content-length: (\d+)/.exec(headers)?.[1] ?? 0)
  const end = start + length
  return text.length < end ? undefined : { text: text.slice(start, end), end }
}

function chunked(text: string, start: number): Part | undefined {
  let whole = ''
  for (let at = start; ; ) {
    const line = text.indexOf('\r\n', at)
    if (line === -1) return undefined
    const size = Number.parseInt(text.slice(at, line), 16)
    const next = line + 2 + size + 2
    if (text.length < next) return undefined
    if (size === 0) return { text: whole, end: next }
    whole += text.slice(line + 2, line + 2 + size)
    at = next
  }
}

/** Lets the server see what was written so far on its own. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
