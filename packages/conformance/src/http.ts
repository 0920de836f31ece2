import { request as sendRequest } from 'node:http'

/** What to send. Nothing is added but `Host`, `Connection` and, where a body is or is usual, `Content-Length`. */
export interface WireRequest {
  /** Default `GET`. */
  readonly method?: string
  /** The request target just as it goes on the wire: `/ok`, `//ok`, `http://elsewhere/ok`. */
  readonly path: string
  /** A list sends one line for each value. `host` and `connection` replace what is added. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

export interface WireResponse {
  readonly status: number
  /** One entry for each line, names in lower case, in the order they came. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Sends one request over a connection of its own. Unlike `fetch` it sends any header and target, and keeps doubled lines apart. */
export function send(url: string, wire: WireRequest): Promise<WireResponse> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = sendRequest({
      host: hostname,
      port,
      method: wire.method ?? 'GET',
      path: wire.path,
      // A flat list of names and values is sent as it stands.
      headers: rawHeaders(wire, host),
      agent: false,
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          lines: pairUp(response.rawHeaders),
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.end(wire.body)
  })
}

// RFC 9110 §8.6: said even when it is 0, for methods that usually have a body.
const BODILESS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'DELETE']

function rawHeaders({ method = 'GET', headers = {}, body }: WireRequest, host: string): readonly string[] {
  const given = Object.entries(headers)
  const isGiven = (wanted: string): boolean => given.some(([name]) => name.toLowerCase() === wanted)
  const lines = given.flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]))
  return [
    ...(isGiven('host') ? [] : ['Host', host]),
    ...lines,
    ...(body === undefined && BODILESS.includes(method)
      ? []
      : ['Content-Length', String(Buffer.byteLength(body ?? ''))]),
    ...(isGiven('connection') ? [] : ['Connection', 'close']),
  ]
}

function pairUp(flat: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([(flat[index] ?? '').toLowerCase(), flat[index + 1] ?? ''])
  }
  return pairs
}
