import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NEXT_STYLES } from '../src/next-styles.ts'
import { EXTENT } from './extent.ts'
import { built, installInto } from './matrix/create-app.ts'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'

// What this package takes for granted about Next.js, beyond what its documentation says. The app has a cache handler and an adapter that do
// what ours do, in a few lines, so that a failure here is about Next.js and not about us: its title says what has changed.

interface Note {
  readonly event: 'loaded' | 'constructed' | 'get' | 'set'
  readonly mocks?: number
  readonly keys?: readonly string[]
  readonly hasDist?: boolean
  readonly key?: string
  readonly kind?: string
  readonly value?: Readonly<Record<string, string>> | null
}

const VERSIONS = ['next', 'next15'] as const

describe.each(EXTENT === 'all' ? VERSIONS : VERSIONS.slice(0, 1))('%s', (version) => {
  const folder = join(built, `canary-${version}`)
  const next = nextFolder(version)
  let app: RunningApp
  let adapter: {
    readonly keys: readonly string[]
    readonly areOutputsListed: boolean
    readonly files: readonly string[]
  }
  let whileBuilding: readonly Note[]

  beforeAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await cp(join(import.meta.dirname, 'canary'), folder, { recursive: true })
    await installInto(folder, version)
    if (version === 'next15') await toMiddleware(folder)
    await buildApp(next, folder, { CANARY_BUILDS: '1' })
    adapter = JSON.parse(await readFile(join(folder, 'adapter.json'), 'utf8'))
    whileBuilding = await notesIn(folder)
    await rm(join(folder, 'handler.jsonl'))
    app = await startApp(next, folder)
  })
  afterAll(() => app?.close())

  describe('while it builds', () => {
    test('a process that prerenders has loaded mock-request.js before the cache handler', () => {
      expect(whileBuilding.filter(({ event, mocks }) => event === 'loaded' && mocks === 1)).not.toEqual([])
    })

    test('pages are rendered for a MockedRequest whose constructor assigns `headers`, and the renderer reads them', async () => {
      expect(await keptHtml('index')).toContain('nonce="Y2FuYXJ5LWJ1aWxk"')
    })

    test('the nonce is on every script that Next.js writes, and on no other', async () => {
      const scripts = (await keptHtml('index')).match(/<script[^>]*>/g) ?? []
      expect(scripts.length).toBeGreaterThan(3)
      expect(scripts.filter((tag) => !tag.includes('nonce="Y2FuYXJ5LWJ1aWxk"'))).toEqual(['<script>'])
    })

    test('inline scripts are those of the flight data: push([0]) and push([1, …])', async () => {
      const inline = [...(await keptHtml('index')).matchAll(/<script nonce[^>]*>([^<]+)<\/script>/g)].map(
        ([, text]) => text,
      )
      expect(inline.filter((text) => text?.includes('__next_f') && text.includes('push([0])'))).toHaveLength(1)
      expect(inline.filter((text) => text?.startsWith('self.__next_f.push([1,'))).not.toEqual([])
    })

    test('the adapter is given `outputs`, in 16 with `distDir`, `projectDir` and `config`', () => {
      const keys = version === 'next15' ? ['outputs'] : ['outputs', 'distDir', 'projectDir', 'config']
      expect(adapter.keys).toEqual(expect.arrayContaining(keys))
      expect(adapter.areOutputsListed).toBe(version === 'next15')
    })

    test('kept pages lie in route-cache/APP_PAGE/…/$/ by their paths, with .meta and .rsc beside them', () => {
      const place = /^route-cache\/APP_PAGE\/[^/]+\/\$\/index\.html$/
      const html = adapter.files.filter((file) => place.test(file))
      expect(html).toHaveLength(1)
      for (const suffix of ['.meta', '.rsc']) expect(adapter.files).toContain(html[0]?.replace(/\.html$/, suffix))
    })

    test('automatically static pages of the Pages Router are files in pages/, without .meta', () => {
      expect(adapter.files).toContain('pages/legacy.html')
      expect(adapter.files).not.toContain('pages/legacy.meta')
    })

    test('the error pages that Next.js brings along have no styles but those in next-styles.ts', async () => {
      for (const page of ['_not-found', '500']) {
        const styles = [...(await keptHtml(page)).matchAll(/<style[^>]*>([^<]*)<\/style>/g)].map(([, text]) => text)
        expect(styles).not.toEqual([])
        expect(NEXT_STYLES).toEqual(expect.arrayContaining(styles))
      }
    })

    test("output: 'standalone' takes along prerender-manifest.json as the adapter left it", async () => {
      const standalone = join(folder, '.next/standalone')
      const files = await readdir(standalone, { recursive: true })
      const copied = files.filter((file) => file.endsWith('.next/prerender-manifest.json'))
      expect(copied).toHaveLength(1)
      expect(await readFile(join(standalone, copied[0] ?? ''), 'utf8')).toContain('"canary":"sings"')
    })

    test("output: 'standalone' keeps `env` of next.config in the configuration of its server", async () => {
      const standalone = join(folder, '.next/standalone')
      const files = await readdir(standalone, { recursive: true })
      const server = files.find((file) => file.endsWith('server.js') && !file.includes('node_modules'))
      const text = await readFile(join(standalone, server ?? ''), 'utf8')
      expect(text).toContain('__NEXT_PRIVATE_STANDALONE_CONFIG')
      expect(text).toContain('"CANARY":"sings"')
    })
  })

  describe('while it serves', () => {
    test('`env` of next.config is inlined in the proxy', async () => {
      expect((await fetch(app.url)).headers.get('x-env')).toBe('sings')
    })

    test('headers in .meta are sent with the page, and with 304', async () => {
      const response = await fetch(app.url)
      expect(response.headers.get('x-meta')).toBe('of the entry')
      const again = await fetch(app.url, {
        // fetch would ask for no cache.
        headers: { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
      })
      expect([again.status, again.headers.get('x-meta')]).toEqual([304, 'of the entry'])
    })

    test('a header of the entry is added to that of the proxy, and does not replace it', async () => {
      expect((await fetch(app.url)).headers.get('x-both')).toBe('of the proxy, of the entry')
    })

    test('responses go through writeHead of ServerResponse', async () => {
      expect((await fetch(`${app.url}/posts/first`)).headers.get('x-write-head')).toBe('seen')
    })

    test('a cache handler is made with `fs`, `dev`, `serverDistDir` and `_requestHeaders`', async () => {
      await fetch(app.url)
      const keys = expect.arrayContaining(['fs', 'dev', 'serverDistDir', '_requestHeaders'])
      expect(await notesIn(folder)).toContainEqual({ event: 'constructed', keys, hasDist: true })
    })

    test('file-system-cache.js exports a class whose get and set have APP_PAGE entries of this shape', async () => {
      const notes = await notesOf('/posts/for-its-shape')
      const value = expect.objectContaining({
        kind: 'APP_PAGE',
        html: 'string',
        rscData: 'buffer',
        headers: 'object',
        // The parts of it that the router fetches one by one came with 16.
        segmentData: version === 'next15' ? 'undefined' : 'map',
      })
      expect(notes.find(({ event }) => event === 'set')?.value).toEqual(value)
      expect(notes.findLast(({ event }) => event === 'get')).toMatchObject({ kind: 'APP_PAGE', value })
    })

    test('the key of an entry is /route-cache/APP_PAGE/…/$ and the path', async () => {
      const key = expect.stringMatching(/^\/route-cache\/APP_PAGE\/[^/]+\/\$\/posts\/for-its-key$/)
      const notes = await notesOf('/posts/for-its-key')
      expect(notes.map((note) => note.key)).toEqual(notes.map(() => key))
    })

    test('`_requestHeaders` are the very headers that the renderer reads its nonce from, when `get` has found nothing', async () => {
      const html = await (await fetch(`${app.url}/posts/for-its-nonce`)).text()
      expect(html).toContain('nonce="Y2FuYXJ5LXJ1bnRpbWU="')
    })

    test('what `set` changes in the html and headers of an entry, the first visitor gets', async () => {
      const response = await fetch(`${app.url}/posts/for-its-change`)
      expect(response.headers.get('x-nextjs-cache')).toBe('MISS')
      expect(response.headers.get('x-set')).toBe('by set')
      expect(await response.text()).toContain('<!-- changed by set -->')
    })
  })

  describe('the function that finds the nonce', () => {
    test.each([
      ['is found in script-src', "script-src 'self' 'nonce-YWJj'", 'YWJj'],
      ['is found in default-src', "default-src 'nonce-YWJj'", 'YWJj'],
      [
        'is found in the first directive that begins with script-src',
        "script-src-elem 'nonce-YQ'; script-src 'nonce-Yg'",
        'YQ',
      ],
      ['is missed behind script-src-attr', "script-src-attr 'none'; script-src 'nonce-YWJj'", undefined],
      ['is missed in capitals', "Script-Src 'nonce-YWJj'", undefined],
      ['may be base64url', "script-src 'nonce-a-_b=='", 'a-_b=='],
    ])('the nonce %s', (_title, csp, nonce) => {
      const find = createRequire(import.meta.url)(join(next, 'dist/server/app-render/get-script-nonce-from-header.js'))
      expect(find.getScriptNonceFromHeader(csp)).toBe(nonce)
    })
  })

  /** Of two visits to a page that nobody has seen before. */
  async function notesOf(path: string): Promise<readonly Note[]> {
    await fetch(`${app.url}${path}`)
    await fetch(`${app.url}${path}`)
    const notes = (await notesIn(folder)).filter(({ key }) => key?.endsWith(path))
    expect(notes.length).toBeGreaterThan(2)
    return notes
  }

  async function keptHtml(name: string): Promise<string> {
    const file = adapter.files.find((path) => path.endsWith(`/${name}.html`))
    return readFile(join(folder, '.next/server', file ?? name), 'utf8')
  }
})

/** Next.js 15 calls the proxy middleware, and runs it elsewhere unless told otherwise. */
async function toMiddleware(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'proxy.js'), 'utf8')
  await rm(join(folder, 'proxy.js'))
  const renamed = text.replace('function proxy', 'function middleware')
  await writeFile(join(folder, 'middleware.js'), `${renamed}\nexport const config = { runtime: 'nodejs' }\n`)
}

async function notesIn(folder: string): Promise<readonly Note[]> {
  const text = await readFile(join(folder, 'handler.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
