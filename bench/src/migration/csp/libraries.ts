import { compile, decide, renderCsp } from '@sallyport/core'
import type { CspMigration } from '@sallyport/core/csp'
import Fastify from 'fastify'
import { requirePeer } from '../../micro/candidates/peer.ts'
import type { SentPolicy } from './meaning.ts'

/** What a library sends. False: no policy. Null: it does not start, or answers no request. */
export type Sent = SentPolicy | false | null

type Middleware = (request: object, response: object, next: (error?: unknown) => void) => void
type Helmet = ((options: unknown) => Middleware) & {
  readonly contentSecurityPolicy: ((options: unknown) => Middleware) & { readonly dangerouslyDisableDefaultSrc: symbol }
}

const helmet: Helmet = requirePeer('helmet')

/** The symbol that helmet wants in place of `default-src`. */
export const DISABLED: symbol = helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc

/** With all of helmet's options, or with those of the policy alone. */
export function askHelmet(options: unknown, isPolicyAlone: boolean): Sent {
  return sentBy((response) => {
    const middleware = isPolicyAlone ? helmet.contentSecurityPolicy(options) : helmet(options)
    middleware({ headers: {} }, response, (error) => {
      if (error) throw error
    })
  })
}

export async function askKoaHelmet(options: unknown): Promise<Sent> {
  const koaHelmet: (options: unknown) => (context: object, next: () => Promise<void>) => Promise<void> =
    requirePeer('koa-helmet')
  const response = makeResponse()
  try {
    await koaHelmet(options)({ req: { headers: {} }, res: response }, () => Promise.resolve())
  } catch {
    return null
  }
  return readSent(response.headers)
}

export async function askFastifyHelmet(options: unknown): Promise<Sent> {
  const app = Fastify()
  const plugin: typeof import('@fastify/helmet').default = requirePeer('@fastify/helmet')
  try {
    await app.register(plugin, Object(options))
    app.get('/', () => '')
    const { headers, statusCode } = await app.inject('/')
    if (statusCode !== 200) return null
    return readSent(new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])))
  } catch {
    return null
  } finally {
    await app.close()
  }
}

export async function askNosecone(options: unknown, isPolicyAlone: boolean): Promise<Sent> {
  const nosecone: {
    default(options: unknown): Headers
    createContentSecurityPolicy(options: unknown): readonly [string, string]
  } = await import('nosecone')
  return sentBy(({ headers }) => {
    const pairs = isPolicyAlone ? [nosecone.createContentSecurityPolicy(options)] : nosecone.default(options)
    for (const [name, value] of pairs) headers.set(name, value)
  })
}

export async function askNoseconeNext(options: unknown): Promise<Sent> {
  const { createMiddleware }: { createMiddleware(options: unknown): () => Promise<Response> } = await import(
    '@nosecone/next'
  )
  try {
    return readSent(new Map(await createMiddleware(options)().then(({ headers }) => headers)))
  } catch {
    return null
  }
}

/** What Sallyport sends with the translation, to a page that reads the nonce. */
export function askSallyport({ csp }: CspMigration): Sent {
  if (csp === null || csp === false) return csp
  const decision = decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
  return readSent(new Map(renderCsp(decision, 'drawn')))
}

function sentBy(send: (response: ReturnType<typeof makeResponse>) => void): Sent {
  const response = makeResponse()
  try {
    send(response)
  } catch {
    return null
  }
  return readSent(response.headers)
}

/** What helmet uses of a response. */
function makeResponse() {
  const headers = new Map<string, string>()
  return {
    headers,
    setHeader: (name: string, value: string) => headers.set(name.toLowerCase(), value),
    removeHeader: (name: string) => headers.delete(name.toLowerCase()),
  }
}

function readSent(headers: ReadonlyMap<string, string>): Sent {
  const enforced = headers.get('content-security-policy')
  const header = enforced ?? headers.get('content-security-policy-report-only')
  return header === undefined || header === '' ? false : { header, reportOnly: enforced === undefined }
}
