import Router from '@koa/router'
import { corsPolicy, sallyport, strictCsp } from '@sallyport/koa'
import Koa from 'koa'

const app = new Koa()
const router = new Router()

// First, so that every response has the headers. The router tells it what a preflight would reach.
app.use(
  sallyport(
    {
      cors: { origins: ['https://app.example.com'], credentials: true, methods: ['PUT'], allowedHeaders: ['x-item'] },
      csp: strictCsp({ mode: 'nonce' }),
      csrf: { trustedOrigins: 'cors' }, // Nobody else's page may send a PUT, POST or DELETE.
    },
    { routers: [router] },
  ),
)

// Reading the nonce puts it into the Content-Security-Policy of this response.
router.get('/', (ctx) => {
  ctx.type = 'html'
  ctx.body = page(ctx.state.cspNonce)
})

// Under the policy above: the app may read and change orders, with the visitor's cookies.
let order = { item: 'tea' }
router.get('/api/orders', (ctx) => {
  ctx.body = order
})
router.put('/api/orders', (ctx) => {
  order = { item: ctx.get('x-item') }
  ctx.body = order
})

// Under its own: every subdomain may read it, without cookies.
router.get('/api/status', corsPolicy({ origins: ['https://*.example.com'] }), (ctx) => {
  ctx.body = { up: true }
})

function page(nonce: string): string {
  return `<!doctype html>
<title>Sallyport and Koa</title>
<p id="order">The script was blocked.</p>
<script nonce="${nonce}">
  fetch('/api/orders').then((response) => response.json()).then(({ item }) => {
    document.getElementById('order').textContent = 'The script ran, and the order is ' + item
  })
</script>`
}

app.use(router.routes())
const port = Number(process.env.PORT ?? 3000)
app.listen(port, () => console.log(`Listening on http://localhost:${port}`))
