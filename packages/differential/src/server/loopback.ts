import type { IncomingMessage } from 'node:http'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { HOSTS, PORTS } from '../sites.ts'
import { type Certificate, createCertificate } from './certificate.ts'

export interface Loopback {
  /** The port that really listens on 127.0.0.1, by the port that stands in URLs. */
  readonly ports: ReadonlyMap<number, number>
  readonly hosts: readonly string[]
  readonly certificate: Certificate
  close(): Promise<void>
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

const TLS_HANDSHAKE = 0x16

/**
 * All hosts on all ports, each for http and https alike: what a connection's first byte says. Default ports matter to source matching; so that nobody
 * has to be root, the browsers are told which free port to take instead.
 */
export async function startLoopback(
  listener: RequestListener,
  upgraded: UpgradeListener,
  hosts: readonly string[] = HOSTS,
): Promise<Loopback> {
  const certificate = createCertificate(
    hosts.filter((host) => host !== '127.0.0.1'),
    ['127.0.0.1'],
  )
  const plain = createHttpServer(listener)
  const secure = createHttpsServer(certificate, listener)
  const sockets = new Set<Socket>()
  for (const server of [plain, secure]) {
    server.keepAliveTimeout = 60_000
    server.on('upgrade', upgraded)
  }
  const gates: Server[] = []
  const ports = new Map<number, number>()
  for (const port of PORTS) {
    const gate = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      // A browser that closes a connection it has no use for is no reason to end the run.
      socket.on('error', () => socket.destroy())
      socket.once('readable', () => {
        const first: Buffer | null = socket.read()
        if (first === null) return
        socket.unshift(first)
        const server = first[0] === TLS_HANDSHAKE ? secure : plain
        server.emit('connection', socket)
      })
    })
    ports.set(port, await listen(gate))
    gates.push(gate)
  }
  const close = async (): Promise<void> => {
    const closed = gates.map((gate) => new Promise((resolve) => gate.close(resolve)))
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
  }
  return { ports, hosts, certificate, close }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return portOf(server.address())
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
