import type { Received, Send, Sent } from './library.ts'

/** What a page wants to do. */
export interface Intent {
  readonly origin: string
  readonly method: string
  /** Names that need to be allowed, in lower case. */
  readonly headers: readonly string[]
  readonly credentials: boolean
}

/** What a page gets to see of a response: nothing, or it and these headers. */
export type Shared = false | { readonly exposed: readonly string[] }

const SAFELISTED = ['GET', 'HEAD', 'POST']

/** A browser, as far as Fetch §4.8 and §4.10 go: the preflight where one is needed, then the request itself. */
export async function load(intent: Intent, send: Send): Promise<Shared> {
  const { origin, method, headers } = intent
  const own = Object.fromEntries(headers.map((name) => [name, 'x']))
  if (!SAFELISTED.includes(method) || headers.length > 0) {
    const request: Sent = {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers.length === 0 ? {} : { 'access-control-request-headers': [...headers].sort().join(',') }),
      },
    }
    if (!passesPreflight(intent, await send(request))) return false
  }
  const received = await send({ method, headers: { origin, ...own } })
  if (!passesCheck(intent, received)) return false
  const exposed = readList(received, 'access-control-expose-headers') ?? []
  // Beside credentials, `*` is a name like any other, and no response has a header of that name.
  return { exposed: exposed.filter((name) => name !== '*' || !intent.credentials).map((name) => name.toLowerCase()) }
}

/** Fetch §4.10 "CORS check". */
function passesCheck({ origin, credentials }: Intent, { headers }: Received): boolean {
  const allowed = headers.get('access-control-allow-origin')
  if (allowed === '*' && !credentials) return true
  if (allowed !== origin) return false
  return !credentials || headers.get('access-control-allow-credentials') === 'true'
}

/** Fetch §4.8 "CORS-preflight fetch", step 7. */
function passesPreflight(intent: Intent, received: Received): boolean {
  if (!passesCheck(intent, received) || received.status < 200 || received.status > 299) return false
  const methods = readList(received, 'access-control-allow-methods')
  const names = readList(received, 'access-control-allow-headers')?.map((name) => name.toLowerCase())
  if (methods === undefined || names === undefined) return false
  const { method, headers, credentials } = intent
  const isMethodAllowed =
    methods.includes(method) || SAFELISTED.includes(method) || (methods.includes('*') && !credentials)
  const isAllowed = (name: string): boolean =>
    names.includes(name) || (names.includes('*') && !credentials && name !== 'authorization')
  return isMethodAllowed && headers.every(isAllowed)
}

/** Undefined: not a list of tokens. */
function readList({ headers }: Received, name: string): readonly string[] | undefined {
  const items = (headers.get(name) ?? '').split(',').map((item) => item.trim())
  const names = items.filter((item) => item !== '')
  return names.every((item) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(item)) ? names : undefined
}
