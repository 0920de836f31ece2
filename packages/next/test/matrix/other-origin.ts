import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody else's server: of an analytics service that the app trusts, and of an attacker. */
export interface OtherOrigin {
  readonly port: number
  readonly url: string
  /** The paths that were asked for. */
  readonly requests: readonly string[]
  readonly close: () => Promise<void>
}

const SCRIPTS: Readonly<Record<string, string>> = {
  '/injected.js': `window.__injected = 'external'`,
  // As analytics scripts do: one more script, made by the first, and a beacon.
  '/analytics.js': `
    const more = document.createElement('script')
    more.src = new URL('/analytics-more.js', document.currentScript.src)
    document.head.append(more)
    navigator.sendBeacon(new URL('/beacon', more.src))`,
  '/analytics-more.js': `document.documentElement.dataset.analytics = 'ran'`,
}

export async function startOtherOrigin(): Promise<OtherOrigin> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push(path)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', 'text/javascript')
    response.end(SCRIPTS[path] ?? '')
  })
  const port = await listen(server)
  return { port, url: `http://localhost:${port}`, requests, close: () => close(server) }
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
