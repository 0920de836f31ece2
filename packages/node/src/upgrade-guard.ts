import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerHttp2Stream } from 'node:http2'
import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Decision, type PolicySource, type RequestView, resolve } from '@sallyport/core'
import { toHandle } from './compile.ts'
import { emitWarnings } from './findings.ts'
import { explainRefusals } from './refusals.ts'
import { type NodeRequest, viewRequest } from './request.ts'

/**
 * Has the cross-origin request guard decide about WebSocket handshakes on a server: over HTTP/1, and over HTTP/2 where the server has
 * `enableConnectProtocol`. A refused one is answered 403 and no listener hears of it, whatever library listens. Without `csrf` in the
 * policy nothing is refused. Call it before the server listens.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function guardUpgrades(server: Server, source: PolicySource): void {
  const handle = toHandle(source)
  // Whoever made the handle has heard of them.
  if (handle !== source) emitWarnings(handle.current)
  const refusals = explainRefusals()
  const { emit } = server
  /** Goes on, or refuses; later, while an origin resolver is being waited for. */
  const decideAbout = (view: RequestView, socket: Duplex, go: () => boolean, refuse: () => void): boolean => {
    const policy = handle.current
    const act = (decision: Decision): boolean => {
      if (decision.reason !== 'cross-origin-refused') return go()
      refusals?.note(policy, view, decision)
      refuse()
      return true
    }
    const decision = resolve(policy, view)
    if (!(decision instanceof Promise)) return act(decision)
    // Nobody listens to the socket yet, and a connection that breaks unheard would end the process.
    socket.on('error', ignore)
    void decision.then((decided) => {
      if (socket.destroyed) return
      socket.off('error', ignore)
      act(decided)
    })
    return true
  }
  // Not a listener of ours for `upgrade`: it could not keep others from hearing of the request, and where there is none, Node takes a
  // handshake for an ordinary request, which must stay so.
  const emitHandshake = (event: string | symbol, args: readonly unknown[]): boolean => {
    const go = (): boolean => Reflect.apply(emit, server, [event, ...args])
    const [request, socket] = args
    if (event === 'upgrade' && isRequest(request) && isSocket(socket)) {
      return decideAbout(viewRequest(request), socket, go, () => refuse(socket))
    }
    // The stream, and not what is made of it: whoever listens to either is kept from it.
    if (event === 'stream' && isStream(request) && isHandshake(socket)) {
      return decideAbout(viewHandshake(socket), request, go, () => refuseStream(request))
    }
    return go()
  }
  // Called for every request: whatever is no handshake goes straight on.
  const emitGuarded = (event: string | symbol, ...args: readonly unknown[]): boolean =>
    event === 'upgrade' || event === 'stream'
      ? emitHandshake(event, args)
      : Reflect.apply(emit, server, [event, ...args])
  Object.defineProperty(server, 'emit', { value: emitGuarded, configurable: true, writable: true })
}

/**
 * Closes the connection of a refused handshake once the answer is out: for frameworks that make a response of their own of an
 * upgraded socket, which Node then leaves open.
 */
export function closeUpgraded(request: IncomingMessage, response: ServerResponse): void {
  if (Reflect.get(request, 'upgrade') === true) response.once('finish', () => request.socket.destroySoon())
}

function isRequest(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'headers' in value
}

function isSocket(value: unknown): value is Duplex {
  return typeof value === 'object' && value !== null && 'end' in value
}

function isStream(value: unknown): value is ServerHttp2Stream {
  return isSocket(value) && 'respond' in value
}

type Headers = NodeRequest['headers']

/** RFC 8441 §4: a CONNECT that says what protocol it is for. */
function isHandshake(headers: unknown): headers is Headers {
  return (
    typeof headers === 'object' &&
    headers !== null &&
    ':method' in headers &&
    headers[':method'] === 'CONNECT' &&
    ':protocol' in headers
  )
}

/** As the GET that it would be in HTTP/1, so that the same rules hold for both (RFC 8441 §5). */
function viewHandshake(headers: Headers): RequestView {
  const path = headers[':path']
  return viewRequest({
    method: 'GET',
    url: typeof path === 'string' ? path : '/',
    headers: { ...headers, upgrade: 'websocket' },
  })
}

function refuse(socket: Duplex): void {
  // Node has let go of the socket, and what nobody hears of would end the process.
  socket.on('error', ignore)
  // The other side may leave its half open for ever.
  socket.once('finish', () => socket.destroy())
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

function refuseStream(stream: ServerHttp2Stream): void {
  stream.on('error', ignore)
  stream.respond({ ':status': 403 }, { endStream: true })
}

function ignore(): void {}
