import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import Router from '@koa/router'
import { sallyport } from '@sallyport/koa'
import Koa from 'koa'
import { topology } from '../../topology.ts'

const { api, shell } = topology.origins
const app = new Koa()
const router = new Router<{ cspNonce: string }>()

router.get('/', (ctx) => {
  ctx.type = 'html'
  ctx.body = page(ctx.state.cspNonce)
})
const font = import.meta.resolve('@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2')
for (const [path, type, file] of [
  ['/app.js', 'js', import.meta.resolve('./public/app.js')],
  ['/style.css', 'css', import.meta.resolve('./public/style.css')],
  ['/icon.svg', 'svg', import.meta.resolve('./public/icon.svg')],
  ['/font.woff2', 'woff2', font],
] as const) {
  const body = await readFile(fileURLToPath(file))
  router.get(path, (ctx) => {
    ctx.type = type
    ctx.body = body
  })
}

app.use(sallyport(topology.configFor('account'), { routers: [router] }))
app.use(router.routes())

const { host, port } = topology.listen('account')
app.listen(port, host)

// The policy lets a script run for the nonce in its tag, so injected markup, which cannot know it, runs nothing.
function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Account</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
<body data-api="${api}" data-shell="${shell}">
<main>
  <h1>Your account</h1>
  <label for="name">Name</label>
  <div class="field"><input id="name" maxlength="40" autocomplete="off"><button id="save" type="button">Save</button></div>
  <fieldset id="delivery">
    <legend>Delivery</legend>
    <label><input type="radio" name="delivery" value="standard"> Standard, € 4</label>
    <label><input type="radio" name="delivery" value="express"> Express, € 9</label>
  </fieldset>
  <h2>Orders</h2>
  <ul id="orders"></ul>
  <p id="status" role="status"></p>
</main>
<script type="module" src="/app.js" nonce="${nonce}"></script>
</html>
`
}
