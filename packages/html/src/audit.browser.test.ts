import { createServer, type Server } from 'node:http'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from './index.ts'

// What audit says that Chromium blocks is what Chromium blocks.
let browser: Browser
let page: Page
let server: Server
let site: string
let answer: { readonly html: string; readonly headers: Readonly<Record<string, string>> }
let blocked: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url !== '/dir/page') return void response.writeHead(404).end()
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
    response.setHeader('content-type', 'text/html; charset=utf-8').end(answer.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  site = `http://127.0.0.1:${address.port}`
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '',
    // Other hosts are none: what is not blocked fails there.
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1:9'],
  })
  page = await browser.newPage()
  await page.exposeFunction('blocked', (directive: string, uri: string) => void blocked.push(`${directive} ${uri}`))
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => blocked(event.effectiveDirective, event.blockedURI), true)`,
  )
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

const EVERYTHING = `
  <link rel="stylesheet" href="https://a.test/a.css">
  <link rel="alternate stylesheet" title=b href="https://a.test/b.css">
  <link rel="stylesheet" disabled href="https://a.test/c.css">
  <link rel="stylesheet" type="text/less" href="https://a.test/d.css">
  <link rel="stylesheet" media="print" href="https://a.test/e.css">
  <link rel="preload" as="font" crossorigin href="https://a.test/a.woff2">
  <link rel="preload" as="image" imagesrcset="https://a.test/p.png 1x">
  <link rel="preload" as="script" href="https://a.test/preload.js">
  <link rel="preload" as="style" href="https://a.test/preload.css">
  <link rel="preload" as="track" href="https://a.test/preload.vtt">
  <link rel="preload" as="fetch" crossorigin href="https://a.test/preload.json">
  <link rel="preload" as="nothing" href="https://a.test/preload.x">
  <link rel="modulepreload" href="https://a.test/preload.mjs">
  <link rel="preconnect" href="https://a.test">
  <link rel="dns-prefetch" href="https://a.test">
  <script src="https://a.test/a.js"></script>
  <script src="https://a.test/async.js" async></script>
  <script type="module" src="https://a.test/a.mjs"></script>
  <script nomodule src="https://a.test/old.js"></script>
  <script type="text/plain" src="https://a.test/data.js"></script>
  <svg><script href="https://a.test/svg.js"></script><image href="https://a.test/svg.png" /></svg>
  <img src="https://a.test/a.png" srcset="">
  <img src="data:image/png;base64,AAAA">
  <picture><source srcset="https://a.test/s.png"><img></picture>
  <input type="image" src="https://a.test/input.png">
  <video src="https://a.test/a.mp4" poster="https://a.test/poster.png"><track default src="/a.vtt"></video>
  <audio src="https://a.test/a.mp3"></audio>
  <audio><source src="https://a.test/b.mp3"></audio>
  <iframe src="https://a.test/frame"></iframe>
  <iframe src="about:blank"></iframe>
  <iframe src=""></iframe>
  <iframe srcdoc="<img src='https://a.test/in-frame.png'>"></iframe>
  <object data="https://a.test/object"></object>
  <embed src="https://b.test/embed">
  <table background="https://a.test/table.png"><td background="https://a.test/td.png"></table>
  <template><img src="https://a.test/template.png"></template>
  <noscript><img src="https://a.test/noscript.png"></noscript>
  <script>1</script><style>a{}</style><p style="color:red" onclick="1"></p>`

// Each into a frame of its own, so that none stops another.
const FORMS = forms([
  '<form action="https://a.test/"><button class=use>',
  '<form action="https://b.test/"><button class=use>',
  '<form action="/"><button class=use formaction="https://a.test/2">',
  '<form method=dialog action="https://a.test/3"><button class=use>',
  '<form action=""><button class=use formmethod=dialog formaction="https://a.test/4">',
  '<form action=""><input type=submit class=use formaction="//b.test/5">',
])

function forms(starts: readonly string[]): string {
  return starts
    .map((start, index) => {
      const posted = start.includes('method=dialog') ? start : start.replace('<form', '<form method=post')
      return `<iframe name=f${index}></iframe>${posted.replace('<form', `<form target=f${index}`)}</form>`
    })
    .join('')
}

const STYLED = `<style>
    @import "https://a.test/import.css"; @import url('/own.css') screen; @namespace x url(https://a.test/namespace);
    @font-face { font-family: one; src: url(https://a.test/one.woff2) } @font-face { font-family: two; src: url("https://b.test/two.woff2") }
    p { font-family: one; background: u\\72l(https://a.test/p.png); border-image: url(/own.png) 1 }
    p::before { content: "a"; font-family: two; background: image-set("https://a.test/set.png" 1x) }
    /* i { background: url(https://a.test/comment.png) } */ i { background: my-url(https://a.test/none.png) }
  </style><p>a<p style="background: url(&quot;https://b.test/q.png&quot;)">b<i>c</i><svg><style>svg { background: url(https://a.test/svg.png) }</style>
  <rect fill="url(#a)" /></svg>`

const LINKS = '<a class=use href="#a" ping="/ping https://a.test/ping">a</a>'

const PARTS = `<link rel="stylesheet" href="a.css"><link rel="stylesheet" nonce="abc" href="https://a.test/b.css">
  <script src="a.js"></script><script src="https://a.test/b.js"></script><script nonce="abc" src="https://a.test/c.js"></script>
  <script nonce="abc" data-a="<script" src="https://a.test/d.js"></script><script nonce="abc" data-a data-a src="https://a.test/e.js"></script>
  <script nonce="abc">1</script><script nonce="abc" data-a="<style">2</script><script nonce="other">3</script>
  <link rel="preload" as="script" href="https://a.test/f.js"><link rel="modulepreload" href="https://a.test/g.js">
  <style nonce="abc">a{}</style><style nonce="abc" title title>a{}</style><style>b{}</style>
  <img src="/a.png"><img src="//a.test/a.png"><img src="https://b.test/a.png"><img src="data:,">
  <iframe srcdoc="<script>4</script><img src='/a.png'><img src='https://b.test/b.png'>"></iframe>`

test.each<[title: string, policy: string, html: string]>([
  ['everything', "default-src 'none'", EVERYTHING],
  ['all but scripts', "script-src 'none'", EVERYTHING],
  ['by directive', 'default-src *; img-src a.test; font-src https://b.test; media-src data:', EVERYTHING],
  ['own things', "default-src 'self'", PARTS],
  ['hosts and nonces', "script-src 'self' 'nonce-abc'; style-src 'nonce-abc' a.test; img-src a.test data:", PARTS],
  ['strict-dynamic', "script-src 'self' https: 'nonce-abc' 'strict-dynamic'; style-src 'self'", PARTS],
  ['no policy', '', EVERYTHING],
  ['two policies', "img-src 'self' a.test, img-src 'self' b.test; script-src 'self'", PARTS],
  [
    'a meta policy, from where it stands',
    'font-src *',
    `<head><link rel=icon href="data:,"><link rel=stylesheet href="https://a.test/a.css"><meta http-equiv="Content-Security-Policy" content="style-src 'self'; img-src 'none'">
     <link rel=stylesheet href="https://a.test/b.css"><body><img src="a.png"><iframe srcdoc="<img src='b.png'>"></iframe>`,
  ],
  [
    'a meta policy in the body, and in a frame',
    '',
    `<body><p><meta http-equiv="content-security-policy" content="img-src 'none'"><img src="a.png">
     <iframe srcdoc="<meta http-equiv=content-security-policy content='img-src b.test'><img src='https://a.test/b.png'>"></iframe><img src="c.png">`,
  ],
  [
    'base',
    "img-src 'self' https://c.test/x/",
    '<base href="https://c.test/x/"><base href="/"><img src="a.png"><img src="../a.png">',
  ],
  ['a blocked base', "base-uri 'self'; img-src 'none'", '<base href="https://c.test/x/"><img src="a.png">'],
  ['what styles ask for', "default-src 'self'; style-src 'unsafe-inline' data:", STYLED],
  ['what styles may ask for', "img-src 'self' b.test; font-src b.test; style-src 'unsafe-inline' 'self'", STYLED],
  ['what blocked styles would ask for', "img-src 'none'; font-src 'none'; style-src 'self'", STYLED],
  ['forms', "form-action 'self' https://b.test", FORMS],
  [
    'forms that go nowhere',
    "form-action 'none'",
    forms(['<form><button class=use>', '<form action="/a"><button class=use>']),
  ],
  ['links', "connect-src 'self'", LINKS],
])('%s', async (_, policy, body) => {
  const html = `<!doctype html>${body}`
  const headers = { 'Content-Security-Policy': policy }
  answer = { html, headers }
  blocked = []
  const url = `${site}/dir/page`
  await page.goto(url)
  await page.evaluate(`for (const element of document.querySelectorAll('.use')) element.click()`)
  // For those that are not to come.
  await page.evaluate('new Promise((done) => setTimeout(done, 100))')
  const entries = audit({ url, headers, html }, { profile: 'chromium' })
  const said = entries.map(({ effectiveDirective, url }) => `${effectiveDirective} ${shown(effectiveDirective, url)}`)
  await expect.poll(() => new Set(blocked)).toEqual(new Set(said))
})

/** As an event has it: of what becomes a document, it tells no more than the origin. */
function shown(directive: string, url: string | undefined): string {
  if (url === undefined) return 'inline'
  if (url.startsWith('data:')) return 'data'
  return directive === 'frame-src' || directive === 'object-src' ? new URL(url).origin : url
}
