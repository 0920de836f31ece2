import { connect, type Socket } from 'node:net'
import { APP } from '../micro/origins.ts'

const REQUEST = [
  'GET / HTTP/1.1',
  'Host: api.example.com',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  `Origin: ${APP}`,
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: cors',
  'Accept-Encoding: gzip, deflate, br, zstd',
  '',
  '',
].join('\r\n')

/** Connections to one server, kept open. Raw sockets: a client that parsed would cost as much as the server. */
export interface Client {
  /** Sends this many requests on every connection, each after the last one's answer. */
  burst(requests: number): Promise<void>
  /** One answer, head and body. */
  sample(): Promise<string>
  close(): void
}

/** @param end The text that an answer ends with. */
export async function createClient(port: number, connections: number, end = '</script>'): Promise<Client> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const last = Buffer.from(end)
  return {
    burst: async (requests) => {
      await Promise.all(sockets.map((socket) => exchange(socket, requests, last)))
    },
    async sample() {
      const [socket] = sockets
      return socket === undefined ? '' : exchange(socket, 1, last)
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Returns the last answer. An answer is complete when the page's last bytes are there. */
function exchange(socket: Socket, requests: number, end: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let left = requests
    let received: Buffer[] = []
    const stop = (error?: Error): void => {
      socket.off('data', receive).off('close', fail)
      if (error === undefined) resolve(Buffer.concat(received).toString('latin1'))
      else reject(error)
    }
    const fail = (): void => stop(new Error('The server has closed the connection.'))
    const receive = (chunk: Buffer): void => {
      received.push(chunk)
      if (!endsPage(chunk, end)) return
      left--
      if (left === 0) {
        stop()
      } else {
        received = []
        socket.write(REQUEST)
      }
    }
    socket.on('data', receive).on('close', fail)
    socket.write(REQUEST)
  })
}

// With chunked coding, the zero chunk comes after the page.
function endsPage(chunk: Buffer, end: Buffer): boolean {
  return chunk.includes(end, -end.length - 16)
}
