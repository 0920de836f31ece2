import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { connect, type Server as NetServer } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Answer {
  readonly status: number
  /** Every header line, in lower case, but the ones Node adds to every response. */
  readonly lines: readonly string[]
  readonly body: string
}

const NODES_OWN = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length']

/** Serves until the test is over. */
export async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler)
  await listen(server)
  onTestFinished(() => void server.close())
  return server
}

export function listen(server: NetServer): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}

export function portOf(server: NetServer): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.')
  return address.port
}

/** One request on a connection of its own; the head exactly as written. */
export async function send(server: NetServer, head: string, body = ''): Promise<Answer> {
  const text = await sendRaw(server, `${head}\nHost: app.test\nConnection: close`, body)
  return readAnswer(text)
}

/** Writes the text and returns what has come when the server closes the connection. */
export function sendRaw(server: NetServer, head: string, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(portOf(server), '127.0.0.1', () => {
      socket.write(`${head.trim().split('\n').join('\r\n')}\r\n\r\n${body}`)
    })
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

function readAnswer(text: string): Answer {
  const end = text.indexOf('\r\n\r\n')
  const [start = '', ...lines] = text.slice(0, end).split('\r\n')
  return {
    status: Number(start.split(' ')[1]),
    lines: lines
      .map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()))
      .filter((line) => !NODES_OWN.includes(line.slice(0, line.indexOf(':')))),
    body: text.slice(end + 4),
  }
}

/** The values of a header's lines. */
export function valuesOf({ lines }: Answer, name: string): readonly string[] {
  return lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
}

/** One HTTP/2 request to a server that lives for it: the response's headers without the pseudo header and the date. */
export async function sendHttp2(
  handler: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
  headers: OutgoingHttpHeaders,
): Promise<{ readonly status: unknown; readonly headers: Readonly<Record<string, unknown>> }> {
  const server = createHttp2Server(handler)
  await listen(server)
  const client = connectHttp2(`http://127.0.0.1:${portOf(server)}`)
  try {
    return await new Promise((resolve, reject) => {
      const stream = client.request(headers)
      stream.on('response', ({ ':status': status, date: _date, ...rest }) => {
        stream.resume()
        stream.on('end', () => resolve({ status, headers: Object.fromEntries(Object.entries(rest)) }))
      })
      stream.on('error', reject)
      stream.end()
    })
  } finally {
    client.close()
    server.close()
  }
}
