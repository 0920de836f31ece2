import Router from '@koa/router'
import Koa from 'koa'
import { corsPolicy, cspPolicy, type SallyportContext, type SallyportState, sallyport } from './index.ts'

const config = { cors: { origins: ['https://a.test'] } } as const

// An app without types of its own.
const untyped = new Koa()
const router = new Router()
untyped.use(sallyport(config, { routers: [router] })).use(router.routes())
router.get('/', corsPolicy(false), (ctx) => {
  ctx.body = ctx.state.cspNonce
})

// An app and a router whose state is typed.
interface State extends SallyportState {
  readonly user: string
}
const app = new Koa<State, SallyportContext>()
const typed = new Router<State>()
app.use(sallyport(config, { routers: [typed] })).use(typed.routes())
app.use((ctx) => {
  const nonce: string = ctx.state.cspNonce
  ctx.body = nonce + ctx.state.user
  ctx.csp({ append: { 'img-src': ['data:'] } })
  // @ts-expect-error No directive has this name.
  ctx.csp({ append: { 'image-src': ['data:'] } })
  // @ts-expect-error The nonce is read, never set.
  ctx.state.cspNonce = 'mine'
})

router.get('/map', cspPolicy({ append: { 'img-src': ['data:'] } }), (ctx) => {
  ctx.body = ctx.state.cspNonce
})
// @ts-expect-error A keyword without its quotes.
cspPolicy({ append: { 'img-src': ['self'] } })

// @ts-expect-error There is no default origin.
sallyport({ cors: {} })
// @ts-expect-error An environment variable may be unset.
corsPolicy({ origins: [process.env.ORIGIN] })
// @ts-expect-error Anyone could read what the visitor can.
corsPolicy({ origins: '*', credentials: true })
