import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp15 } from './app-folder.ts'
import { EXTENT } from './extent.ts'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'
import { expectSealed, type LoadedPage, load, noncesIn } from './page-audit.ts'

interface Served {
  readonly title: string
  /** The folders of the app and of its Next.js. */
  readonly create: () => Promise<{
    readonly folder: string
    readonly next: string
    readonly remove: () => Promise<void>
  }>
}

const folder = join(import.meta.dirname, 'sealed-serve-app')
const ALL: readonly Served[] = [
  { title: 'Next.js 16', create: async () => ({ folder, next: nextFolder('next'), remove: async () => undefined }) },
  {
    title: 'Next.js 15, with middleware.ts in the Node runtime',
    create: async () => {
      const copy = await createApp15('sealed-serve-app')
      return {
        folder: copy,
        next: join(copy, 'node_modules/next'),
        remove: () => rm(copy, { recursive: true, force: true }),
      }
    },
  },
]

describe.each(EXTENT === 'all' ? ALL : ALL.slice(0, 1))('$title', ({ create }) => {
  let app: RunningApp
  let remove: () => Promise<void>
  /** All that was loaded. */
  const loaded: LoadedPage[] = []

  beforeAll(async () => {
    const created = await create()
    remove = created.remove
    await buildApp(created.next, created.folder)
    app = await startApp(created.next, created.folder)
  })
  afterAll(async () => {
    await app?.close()
    await remove?.()
  })

  const get = async (path: string, init?: RequestInit) => {
    const page = await load(app, path, init)
    loaded.push(page)
    return page
  }

  // Each waits for its own page.
  test.concurrent.each([
    ['/', 200, 'static'],
    ['/isr', 200, 'revalidated'],
    ['/posts/first', 200, 'with parameters, made at build'],
    ['/posts/on-demand', 200, 'made on the first visit'],
    ['/posts/missing', 404, 'that calls notFound(), kept'],
    ['/closed/other', 404, 'whose parameters are closed'],
    ['/nowhere', 404, 'that is none: the not-found page'],
    ['/rewritten', 200, 'that the own proxy rewrites to'],
    ['/by-config', 200, 'that next.config rewrites to'],
    ['/old/static', 200, 'of the Pages Router, static'],
    ['/old/ssg', 200, 'of the Pages Router, revalidated'],
    ['/old/posts/on-demand', 200, 'of the Pages Router, made on the first visit'],
    ['/old/ssr?missing', 404, 'of the Pages Router, rendered per request, that has the kept not-found page sent'],
  ])('%s (%i), a page %s: its own policy, and no nonce, whenever it is made', async (path, status) => {
    // First visit, kept copy, stale copy, what was made meanwhile.
    for (const wait of [0, 0, 1100, 300]) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      const page = await get(path)
      expect(page.response.status).toBe(status)
      expectSealed(page)
      expect(page.html).not.toMatch(/\bnonce=/)
      expect(page.csp).not.toContain("'nonce-")
    }
  })

  test.each([
    ['/dynamic', 200, 'rendered per request', {}],
    ['/old/ssr', 200, 'of the Pages Router, rendered per request', {}],
    ['/posts/boom', 500, 'whose rendering fails, so that it is not kept', {}],
    ['/action', 200, 'that a server action is sent to', { method: 'POST' }],
  ])('%s (%i), a page %s: a nonce that no other response has', async (path, status, _title, init) => {
    for (const _visit of [1, 2]) {
      const page = await get(path, await withAction(init))
      expect(page.response.status).toBe(status)
      expectSealed(page)
      expect(noncesIn(page).size).toBe(1)
    }
  })

  test('in draft mode pages are rendered per request', async () => {
    const cookie = (await get('/api/draft')).response.headers.getSetCookie().map((text) => text.split(';')[0])
    for (const path of ['/isr', '/posts/first']) {
      const page = await get(path, { headers: { cookie: cookie.join('; ') } })
      expectSealed(page)
      expect(noncesIn(page).size).toBe(1)
    }
    const forged = await get('/isr', { headers: { cookie: '__prerender_bypass=forged' } })
    expect(noncesIn(forged).size).toBe(0)
  })

  test.each(['/posts/revalidated', '/posts/first', '/old/ssg'])('%s, made by res.revalidate()', async (path) => {
    expect((await get(`/api/revalidate?path=${path}`)).response.status).toBe(200)
    const page = await get(path)
    expectSealed(page)
    expect(page.response.headers.get('x-nextjs-cache')).toBe('HIT')
  })

  test.each([
    ['a request that goes round the proxy', '/posts/unproxied', { 'x-unproxied': '1' }],
    [
      'one that also says which nonce to use',
      '/posts/claimed',
      { 'x-unproxied': '1', 'content-security-policy': "script-src 'nonce-forgedforgedforgedforged'" },
    ],
    ['one for the data of a page', '/old/posts/data', { 'x-nextjs-data': '1' }],
    [
      'one for the data of a page that goes round the proxy',
      '/posts/prefetched',
      { 'x-unproxied': '1', rsc: '1', 'next-router-prefetch': '1' },
    ],
  ])('%s makes a page that is as good', async (_title, path, headers) => {
    await get(path, { headers: { ...headers } })
    const page = await get(path)
    expectSealed(page)
    expect(page.html).not.toContain('forgedforged')
  })

  test('HEAD has the policy of GET, and so has a page that the browser has', async () => {
    const { csp, response } = await get('/')
    expect((await get('/', { method: 'HEAD' })).csp).toBe(csp)
    expect(await revalidate('/', response.headers.get('etag') ?? '')).toEqual({ status: 304, csp })
  })

  test('files of the public folder: what they run is admitted', async () => {
    expectSealed(await get('/hello.html'))
    expect((await get('/hello.txt')).csp).toMatch(/^script-src 'strict-dynamic'; /)
  })

  test('a policy without a nonce is the same for every page, and where there is none there is none', async () => {
    expect((await get('/plain')).csp).toBe("script-src 'self' 'unsafe-inline'")
    expect((await get('/none')).csp).toBe('')
  })

  test('changeCsp() on a page that is kept: a warning that names page and fix, once', async () => {
    for (const _visit of [1, 2]) expectSealed(await get('/isr?changed'))
    expect(app.printed().split('changeCsp() has no effect on /isr')).toHaveLength(2)
  })

  test('an edge route handler works beside it', async () => {
    expect((await get('/edge')).html).toBe('from the edge')
  })

  test('many visitors at once get the same page and policy', async () => {
    for (const path of ['/posts/crowd', '/old/posts/crowd']) {
      const pages = await Promise.all(Array.from({ length: 20 }, () => get(path)))
      for (const page of pages) expectSealed(page)
      expect(new Set(pages.map(({ csp }) => csp)).size).toBe(1)
    }
  })

  test('no nonce was in two responses', () => {
    const nonces = loaded.flatMap((page) => [...noncesIn(page)])
    expect(nonces.length).toBeGreaterThan(5)
    expect(new Set(nonces).size).toBe(nonces.length)
  })

  /** As browsers do; fetch() would ask for no cache at all. */
  async function revalidate(path: string, etag: string) {
    const sent = request(`${app.url}${path}`, { headers: { 'if-none-match': etag } }).end()
    const [response]: readonly IncomingMessage[] = await once(sent, 'response')
    response?.resume()
    return { status: response?.statusCode, csp: response?.headers['content-security-policy'] }
  }

  /** As a form sends it that was not hydrated. */
  async function withAction(init: RequestInit): Promise<RequestInit> {
    if (init.method !== 'POST') return init
    const { html } = await get('/action')
    const body = new FormData()
    body.set(/name="(\$ACTION_ID_[^"]+)"/.exec(html)?.[1] ?? '', '')
    return { ...init, body, headers: { origin: app.url } }
  }
})
