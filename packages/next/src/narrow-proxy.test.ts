import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Config, compile, type RouteConfig } from '@sallyport/core'
import { strictCsp } from '@sallyport/core/csp'
import { afterEach, describe, expect, test } from 'vitest'
import { narrowProxy } from './narrow-proxy.ts'
import { nextParser } from './plain-proxy.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const PROXY = "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport()\n"
const EVERYWHERE = [{ regexp: '^.*$', originalSource: '/:path*' }]

interface App {
  readonly proxy?: string
  readonly file?: string
  readonly matchers?: unknown
  readonly routes?: unknown
  readonly config?: Config
  readonly basePath?: string
}

/** The expressions that the build ends with. */
async function narrow({
  proxy = PROXY,
  file = 'proxy.ts',
  matchers = EVERYWHERE,
  routes = { rewrites: { beforeFiles: [] } },
  config = { csp: strictCsp({ mode: 'nonce' }) },
  basePath = '',
}: App): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-'))
  folders.push(folder)
  const manifest = join('.next', 'server', 'functions-config-manifest.json')
  const functions = { version: 1, functions: { '/_middleware': { runtime: 'nodejs', matchers }, '/api': {} } }
  const files = {
    [file]: proxy,
    [manifest]: JSON.stringify(functions),
    '.next/routes-manifest.json': JSON.stringify(routes),
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const count = await narrowProxy({
    projectFolder: folder,
    buildFolder: join(folder, '.next'),
    policy: compile(config),
    paths: ['/', '/about'],
    basePath,
    parse: nextParser(import.meta.dirname),
  })
  const written = JSON.parse(await readFile(join(folder, manifest), 'utf8'))
  expect(written.functions['/api']).toEqual({})
  const expressions = written.functions['/_middleware'].matchers.map(({ regexp }: { regexp: string }) => regexp)
  expect(count > 0).toBe(expressions.length > 1)
  return expressions
}

const csp = strictCsp({ mode: 'nonce' })
const route = (rest: Omit<RouteConfig, 'path'>): Config => ({ csp, routes: [{ path: '/about', ...rest }] })

const narrowed: readonly (readonly [title: string, app: App, expression: string])[] = [
  ['a proxy that is ours alone', {}, String.raw`^(?!\/(?:about)?$).*$`],
  ['below src', { file: join('src', 'proxy.ts') }, String.raw`^(?!\/(?:about)?$).*$`],
  ['middleware.js', { file: 'middleware.js' }, String.raw`^(?!\/(?:about)?$).*$`],
  [
    'the guard, which is about requests that change something',
    { config: { csp, csrf: true } },
    String.raw`^(?!\/(?:about)?$).*$`,
  ],
  ['below a base path', { basePath: '/shop' }, String.raw`^(?!\/shop(?:\/about)?$).*$`],
  [
    'a page that others may read keeps the proxy',
    { config: route({ cors: { origins: '*' } }) },
    String.raw`^(?!\/$).*$`,
  ],
  [
    'a page whose policy has no nonce keeps the proxy',
    { config: route({ csp: "default-src 'none'" }) },
    String.raw`^(?!\/$).*$`,
  ],
]

const kept: readonly (readonly [title: string, app: App])[] = [
  ['the app’s own proxy', { proxy: PROXY.replace('sallyport()', 'sallyport({}, () => undefined)') }],
  ['no proxy file where it is expected', { file: 'elsewhere.ts' }],
  ['a matcher of the app’s own', { matchers: [{ regexp: '^/app$', originalSource: '/app' }] }],
  ['a rewrite before pages', { routes: { rewrites: { beforeFiles: [{ source: '/about' }] } } }],
  ['languages in paths', { routes: { i18n: { locales: ['de'] } } }],
  ['CORS for every page', { config: { csp, cors: { origins: ['https://app.example.com'] } } }],
]

describe('pages that carry their own policy are sent without the proxy', () => {
  test.each(narrowed)('%s', async (_, app, expression) => {
    expect((await narrow(app))[0]).toBe(expression)
  })
})

describe('the proxy runs for every request', () => {
  test.each(kept)('%s', async (_, app) => {
    expect(await narrow(app)).toHaveLength(1)
  })
})
