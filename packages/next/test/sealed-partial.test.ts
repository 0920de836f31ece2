import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'
import { expectSealed, type LoadedPage, load, noncesIn } from './page-audit.ts'

const folder = join(import.meta.dirname, 'sealed-partial-app')
let app: RunningApp
const loaded: LoadedPage[] = []

beforeAll(async () => {
  await buildApp(nextFolder('next'), folder)
  app = await startApp(nextFolder('next'), folder)
})
afterAll(() => app?.close())

async function get(path: string, init?: RequestInit): Promise<LoadedPage> {
  const page = await load(app, path, init)
  loaded.push(page)
  return page
}

// The first request of the server, before any other.
test('/mixed, a page with a part rendered per request, at the very first request of the server', async () => {
  await expectNonce('/mixed')
})

// Each waits for its own page.
test.concurrent.each([
  ['/posts/first', 'whose shell was made at build'],
  ['/posts/other', 'whose shell is that of all parameters, and then its own'],
  ['/pair/a/c', 'whose shell is completed in the background'],
  ['/pair/x/y', 'of which nothing was made at build'],
  ['/large', 'with so much in it that React puts it in place by scripts'],
])('%s, a page %s: one policy, with a nonce and the hashes of the shell', expectNonce)

async function expectNonce(path: string): Promise<void> {
  for (const wait of [0, 0, 300, 1500, 300]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    expectSealed(await get(path))
  }
}

test.concurrent.each(['/fixed', '/pair/a/b', '/nowhere'])('%s, all of which is kept: no nonce', async (path) => {
  for (const wait of [0, 1500, 300]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    const page = await get(path)
    expectSealed(page)
    expect(noncesIn(page).size).toBe(0)
  }
})

test('cspNonce() is the nonce of the policy', async () => {
  const { html, csp } = await get('/mixed')
  const nonce = /data-nonce="([^"]+)"/.exec(html)?.[1]
  expect(csp).toContain(`script-src 'nonce-${nonce}'`)
})

test('many visitors at once', async () => {
  const pages = await Promise.all(Array.from({ length: 20 }, () => get('/posts/crowd')))
  for (const page of pages) expectSealed(page)
})

test('a client that says which nonce to use', async () => {
  const headers = { 'x-sallyport-nonce': 'drawn', 'x-nonce': 'forgedforgedforgedforged' }
  const page = await get('/posts/forged', { headers })
  expectSealed(page)
  expect(page.html).not.toContain('forgedforged')
})

test('no nonce was in two responses', () => {
  const nonces = loaded.flatMap((page) => [...noncesIn(page)])
  expect(nonces.length).toBeGreaterThan(20)
  expect(new Set(nonces).size).toBe(nonces.length)
})
