import { createServer, type Server, request as sendRequest } from 'node:http'
import type Koa from 'koa'
import { onTestFinished } from 'vitest'

export type Headers = Readonly<Record<string, string>>

export interface Answer {
  readonly status: number
  /** Every header line, names in lower case, but the ones Node and Koa add to every response. */
  readonly lines: readonly string[]
  readonly body: string
}

/** Sends `METHOD /target`, on a connection of its own. */
export type Send = (line: string, headers?: Headers, body?: string) => Promise<Answer>

const NOT_OURS = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type']

/** Serves the app until the test is over. */
export function start<S, C>(app: Koa<S, C>): Promise<Send> {
  return serve(serverOf(app))
}

export async function serve(server: Server): Promise<Send> {
  const { send, close } = await listen(server)
  onTestFinished(close)
  return send
}

export function serverOf<S, C>(app: Koa<S, C>): Server {
  // Koa prints what an app throws; here it is thrown on purpose.
  app.silent = true
  return createServer(app.callback())
}

/** Serves until it is closed. */
export async function listen(server: Server): Promise<{ readonly send: Send; readonly close: () => void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The app does not listen on a port.')
  const { port } = address
  const send: Send = (line, headers = {}, sent = '') =>
    new Promise((resolve, reject) => {
      const [method, path] = line.split(' ')
      const request = sendRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, lines: readLines(response.rawHeaders), body }),
        )
      })
      request.on('error', reject)
      request.end(sent)
    })
  return { send, close: () => void server.close() }
}

function readLines(flat: readonly string[]): readonly string[] {
  return flat
    .flatMap((name, index) => (index % 2 === 0 ? [`${name.toLowerCase()}: ${flat[index + 1]}`] : []))
    .filter((line) => !NOT_OURS.includes(line.slice(0, line.indexOf(':'))))
}

/** All lines of that name as one value; undefined for none. */
export function headerOf({ lines }: Answer, name: string): string | undefined {
  const values = lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
  return values.length === 0 ? undefined : values.join(', ')
}

/** The origin that a preflight for `METHOD /target` is granted to, else the status it is answered with. */
export async function preflight(send: Send, line: string, origin: string, headers: Headers = {}): Promise<string> {
  const [method, path] = line.split(' ')
  const answer = await send(`OPTIONS ${path}`, { origin, 'access-control-request-method': method ?? '', ...headers })
  return headerOf(answer, 'access-control-allow-origin') ?? String(answer.status)
}
