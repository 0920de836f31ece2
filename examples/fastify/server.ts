import { sallyport, strictCsp } from '@sallyport/fastify'
import Fastify from 'fastify'

const app = Fastify()

await app.register(sallyport, {
  cors: { origins: ['https://app.example.com'], credentials: true, methods: ['PUT'], allowedHeaders: ['content-type'] },
  csp: strictCsp({ mode: 'nonce' }),
  csrf: { trustedOrigins: 'cors' }, // Nobody else's page may send a PUT, POST or DELETE.
})

// Reading the nonce puts it into the Content-Security-Policy of this response.
app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page(reply.cspNonce)))

// Under the policy above: the app may read and change orders, with the visitor's cookies.
let order = { item: 'tea' }
app.get('/api/orders', () => order)
app.put<{ Body: { item: string } }>('/api/orders', ({ body }) => {
  order = { item: String(body.item) }
  return order
})

// Under its own: every subdomain may read it, without cookies.
app.get('/api/status', { config: { cors: { origins: ['https://*.example.com'] } } }, () => ({ up: true }))

function page(nonce: string): string {
  return `<!doctype html>
<title>Sallyport and Fastify</title>
<p id="order">The script was blocked.</p>
<script nonce="${nonce}">
  fetch('/api/orders').then((response) => response.json()).then(({ item }) => {
    document.getElementById('order').textContent = 'The script ran, and the order is ' + item
  })
</script>`
}

const port = Number(process.env.PORT ?? 3000)
await app.listen({ port })
console.log(`Listening on http://localhost:${port}`)
