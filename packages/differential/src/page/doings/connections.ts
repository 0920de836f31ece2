import type { RequestActName } from '../../act/acts.ts'
import type { Probe } from '../../case.ts'
import { type Doing, make, never, outcome } from '../child.ts'

/** What a page's script asks a server for, workers included. */
export const connectionDoings = {
  fetch: async (child, probe) => {
    await child.fetch(urlOf(probe), { cache: 'no-store' })
    return true
  },
  'fetch without CORS': async (child, probe) => {
    await child.fetch(urlOf(probe), { cache: 'no-store', mode: 'no-cors' })
    return true
  },
  'fetch to outlive the page': async (child, probe) => {
    await child.fetch(urlOf(probe), { cache: 'no-store', keepalive: true })
    return true
  },
  XMLHttpRequest: (child, probe) => {
    const request = new child.XMLHttpRequest()
    request.open('GET', urlOf(probe))
    const loaded = outcome(request, 'load', 'error')
    request.send()
    return loaded
  },
  WebSocket: async (child, probe) => {
    const socket = new child.WebSocket(urlOf(probe))
    const opened = await outcome(socket, 'open', 'error')
    socket.close()
    return opened
  },
  EventSource: async (child, probe) => {
    const source = new child.EventSource(urlOf(probe))
    const opened = await outcome(source, 'open', 'error')
    source.close()
    return opened
  },
  beacon: async (child, probe) => {
    child.navigator.sendBeacon(urlOf(probe))
    return never
  },
  ping: (child, probe) => {
    const link = make(child, 'a', probe)
    link.ping = urlOf(probe)
    link.href = '#'
    child.document.body.append(link)
    link.click()
    return never
  },
  worker: (child, probe) => hears(new child.Worker(urlOf(probe))),
  'module worker': (child, probe) => hears(new child.Worker(urlOf(probe), { type: 'module' })),
  'shared worker': async (child, probe) => {
    const worker = new child.SharedWorker(urlOf(probe))
    const failed = new Promise<boolean>((resolve) => worker.addEventListener('error', () => resolve(false)))
    const heard = outcome(worker.port, 'message', 'messageerror')
    worker.port.start()
    return Promise.race([heard, failed])
  },
  'service worker': async (child, probe) => {
    // No page is below this scope.
    const registration = await child.navigator.serviceWorker.register(urlOf(probe), { scope: `/scope/${probe.id}/` })
    await registration.unregister()
    return true
  },
} as const satisfies Partial<Record<RequestActName, Doing>>

function urlOf({ url = '' }: Probe): string {
  return url
}

async function hears(worker: Worker): Promise<boolean> {
  const heard = await outcome(worker, 'message', 'error')
  worker.terminate()
  return heard
}
