import type { Server } from 'node:net'
import { WebSocket } from 'ws'
import { portOf } from './server.test-kit.ts'

/** Shakes hands and says hello: what the server says to that, or the status it refused with. */
export function greet(server: Server, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(server)}${path}`, { headers })
    socket.on('open', () => socket.send('hello'))
    socket.on('message', (data) => {
      socket.close()
      resolve(String(data))
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(String(response.statusCode))
    })
    socket.on('error', reject)
  })
}
