import { connect, type Socket } from 'node:net'

const CONNECTIONS = 32

/** Posts as fast as the server answers. Raw sockets: a client that parsed would cost as much as the server. */
export interface Load {
  /** So many requests, the texts of which `make` makes by their numbers; resolves to the seconds it took. */
  send(requests: number, make: (number: number) => string): Promise<number>
  close(): void
}

export async function createLoad(port: number): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)))
  let next = 0
  return {
    async send(requests, make) {
      const last = next + requests
      const start = performance.now()
      await Promise.all(sockets.map((socket) => exchange(socket, () => (next < last ? make(next++) : undefined))))
      return (performance.now() - start) / 1_000
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

const ACCEPTED = Buffer.from('HTTP/1.1 204 ')

/** Each after the answer to the one before, until there are no more. */
function exchange(socket: Socket, draw: () => string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error): void => {
      socket.off('data', receive).off('close', fail)
      if (error === undefined) resolve()
      else reject(error)
    }
    const fail = (): void => finish(new Error('The server has closed the connection.'))
    if (socket.destroyed) {
      reject(new Error('The server has closed the connection before it was used.'))
      return
    }
    const sendNext = (): void => {
      const text = draw()
      if (text === undefined) finish()
      else socket.write(text, 'latin1')
    }
    // An answer without a body is one piece.
    const receive = (chunk: Buffer): void => {
      if (chunk.subarray(0, ACCEPTED.length).equals(ACCEPTED)) sendNext()
      else finish(new Error(`Not the answer to a report: ${chunk.toString('latin1')}`))
    }
    socket.on('data', receive).on('close', fail)
    sendNext()
  })
}
