import { allowByFunction, type CorsCandidate, MAX_AGE } from './cors-setup.ts'
import { requirePeer } from './peer.ts'

const RESOLVED = Promise.resolve()
const next = (): Promise<void> => RESOLVED

/** Of a Koa context, what is used here. */
interface KoaContext {
  get(name: string): string
}

interface KoaApp {
  createContext(request: unknown, response: unknown): KoaContext
}

/** In Koa's own contexts, through which it reads and writes. To make one is Koa's business, and a fortieth of what is measured. */
export const koaCors: CorsCandidate = (setup) => {
  const cors: (options: object) => (context: KoaContext, next: () => Promise<void>) => unknown =
    requirePeer('@koa/cors')
  const Koa: new () => KoaApp = requirePeer('koa')
  const app = new Koa()
  const allows = allowByFunction(setup)
  const { methods: allowMethods, allowedHeaders: allowHeaders } = setup
  const origin = (context: KoaContext): string => {
    const asked = context.get('Origin')
    return allows(asked) ? asked : ''
  }
  const middleware = cors({
    origin,
    credentials: true,
    maxAge: MAX_AGE,
    ...(allowMethods === undefined ? {} : { allowMethods }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
  })
  return (request, response) => middleware(app.createContext(request, response), next)
}
