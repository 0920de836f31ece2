import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GraphiqlCspOptions, graphiqlCsp } from '@sallyport/core/csp'
import { buildSchema, graphql } from 'graphql'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstViolation, launch, openPage, runsInjected, violationsOf } from './browser.ts'
import { readBody, type Site, startSite } from './site.ts'

// The policy of the preset is what the real GraphiQL works under: bundled, as its documentation says, editor and workers included.

const schema = buildSchema('type Query { hello(name: String): String }')

let browser: Browser
/** The page; what else it needs comes from the same server under another name. */
let site: Site
let bundle: string

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'graphiql-'))
  await build({
    root: join(import.meta.dirname, '../../ui/graphiql'),
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: bundle, emptyOutDir: true, minify: false, modulePreload: false, reportCompressedSize: false },
  })
  const page = await readFile(join(bundle, 'index.html'), 'utf8')
  browser = await launch()
  site = await startSite(bundle, async (request, response, nonce) => {
    const url = new URL(request.url ?? '/', 'http://site.test')
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      const assets = url.searchParams.get('assets') ?? '.'
      return page.replaceAll('="./', `="${assets}/`).replaceAll('<script ', `<script nonce="${nonce}" `)
    }
    if (url.pathname !== '/graphql') return undefined
    response.setHeader('content-type', 'application/json')
    if (request.method !== 'POST') return ''
    const { query } = JSON.parse(await readBody(request))
    return JSON.stringify(await graphql({ schema, source: query, rootValue: { hello: () => 'ahoy' } }))
  })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  if (bundle !== undefined) await rm(bundle, { recursive: true })
})

/** Sends the query, has the worker of the language complete another field, and opens what the sidebar has. */
async function use(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-line', { hasText: 'hello' }).waitFor()
  await page.locator('.graphiql-response .monaco-editor').waitFor({ state: 'attached' })
  // The schema has come when the documentation can show it.
  await page.getByLabel('Show Documentation Explorer').click()
  await page.locator('.graphiql-doc-explorer', { hasText: 'query' }).waitFor()
  await page.locator('.graphiql-execute-button').click()
  await page.locator('.graphiql-response .view-lines', { hasText: 'ahoy' }).waitFor()
  await page.locator('.graphiql-query-editor .view-lines').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(' hel')
  await page.keyboard.press('Control+Space')
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'hello' }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('Show History').click()
  await page.getByLabel('Open settings dialog').click()
}

const origin = (host: string): `${string}://${string}` => `http://${host}:${site.port}`

test.each<[title: string, options: () => GraphiqlCspOptions, query: () => string]>([
  ['files of the own origin', () => ({}), () => ''],
  ['scripts with nonces', () => ({ scripts: 'nonce' }), () => ''],
  ['files from another origin', () => ({ assets: [origin('cdn.test')] }), () => `?assets=${origin('cdn.test')}`],
  [
    'files from another origin, scripts with nonces',
    () => ({ scripts: 'nonce', assets: [origin('cdn.test')] }),
    () => `?assets=${origin('cdn.test')}`,
  ],
  ['an API on another origin', () => ({ apis: [origin('api.test')] }), () => `?api=${origin('api.test')}/graphql`],
])('works, and nothing is blocked: %s', async (_title, options, query) => {
  site.setPolicy(graphiqlCsp(options()))
  const page = await openPage(browser)
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => {
    // Without workers Monaco goes on in the page, and only says so.
    if (/Content Security Policy|web worker/.test(message.text())) errors.push(message.text())
  })
  await page.goto(`${origin('127.0.0.1')}/${query()}`)
  await use(page)
  expect(await violationsOf(page)).toEqual([])
  expect(errors).toEqual([])
  expect(await runsInjected(page)).toBe(false)
  await page.close()
})

test('an API that is not named is out of reach', async () => {
  site.setPolicy(graphiqlCsp())
  const page = await openPage(browser)
  await page.goto(`${origin('127.0.0.1')}/?api=${origin('api.test')}/graphql`)
  await firstViolation(page)
  expect(await violationsOf(page)).toContain(`connect-src ${origin('api.test')}/graphql`)
  await page.close()
})
