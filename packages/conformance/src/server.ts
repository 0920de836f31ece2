import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** Resolves when the port is free again. Connections still open are cut. */
  close(): Promise<void>
}

export const HOST = '127.0.0.1'

/** Opens a port for the server of a framework; `port` 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return { url: urlOf(server), close: () => closeServer(server) }
}

export function urlOf(server: Server): string {
  const address: string | AddressInfo | null = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port.')
  return `http://${HOST}:${address.port}`
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
