import { type Decision, type PolicySource, resolve } from '@sallyport/core'
import { toHandle } from '@sallyport/node'

/** What the `cors` of a gateway takes. */
export interface GatewayCors {
  readonly origin: (
    origin: string | undefined,
    callback: (error: Error | null, allowed?: string | boolean) => void,
  ) => void
  readonly methods: string[]
  readonly credentials: boolean
  readonly allowedHeaders?: string[]
}

/**
 * The CORS part of a policy for socket.io, whose polling is answered before Nest hears of it:
 * `@WebSocketGateway({ cors: gatewayCors(policy) })`. Routes are not looked at. Who is let in follows the updates of a
 * `PolicyHandle`, the rest stays as it is now.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function gatewayCors(source: PolicySource): GatewayCors {
  const handle = toHandle(source)
  const { cors } = handle.current.toJSON()
  const { credentials = false, allowedHeaders = [] } = cors === undefined || cors === false ? {} : cors
  return {
    origin(origin, callback) {
      // A path in no normal form, which no route is for.
      const request = { method: 'GET', path: '', header: (name: string) => (name === 'origin' ? origin : undefined) }
      const decision = resolve(handle.current, request)
      if (decision instanceof Promise) void decision.then((resolved) => callback(null, allowedOrigin(resolved)))
      else callback(null, allowedOrigin(decision))
    },
    // All that polling uses.
    methods: ['GET', 'POST'],
    credentials,
    // Left out, socket.io allows whatever is asked for.
    ...(allowedHeaders === '*' ? {} : { allowedHeaders: [...allowedHeaders] }),
  }
}

/** What Access-Control-Allow-Origin is to say; false for nothing. */
function allowedOrigin({ headers }: Decision): string | false {
  return headers.find(([name]) => name === 'access-control-allow-origin')?.[1] ?? false
}
