import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import { sallyport } from '@sallyport/fastify'
import Fastify from 'fastify'
import { topology } from '../../topology.ts'

const { api, shell } = topology.origins
const font = fileURLToPath(
  import.meta.resolve('@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2'),
)
const app = Fastify()

await app.register(sallyport, topology.configFor('catalog'))
await app.register(files, { root: join(import.meta.dirname, 'public'), index: false })

app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page(reply.cspNonce)))
app.get('/font.woff2', (_request, reply) => reply.sendFile('.', font))

await app.listen(topology.listen('catalog'))

// The policy lets a script run for the nonce in its tag, so injected markup, which cannot know it, runs nothing.
function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Catalog</title>
<link rel="icon" href="/products/lantern.svg">
<link rel="stylesheet" href="/style.css">
<body data-api="${api}" data-shell="${shell}">
<main>
  <h1>Ship’s stores</h1>
  <ul id="products"></ul>
  <p id="status" role="status"></p>
</main>
<script type="module" src="/app.js" nonce="${nonce}"></script>
</html>
`
}
