import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { hashSource, type SwaggerUiCspOptions, swaggerUiCsp } from '@sallyport/core/csp'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, openPage, runsInjected, violationsOf } from './browser.ts'
import { type Site, startSite } from './site.ts'

// The policy of the preset is what the real Swagger UI works under, and no more.

const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

let browser: Browser
/** The page; what else it needs comes from the same server under another name. */
let site: Site

beforeAll(async () => {
  browser = await launch()
  site = await startSite(root, async (request, response, nonce) => {
    const url = new URL(request.url ?? '/', 'http://site.test')
    const api = url.searchParams.get('api') ?? ''
    const assets = url.searchParams.get('assets') ?? '.'
    switch (url.pathname) {
      case '/openapi.json':
        response.setHeader('content-type', 'application/json')
        return JSON.stringify(describe(api))
      case '/pets':
        response.setHeader('content-type', 'application/json')
        return JSON.stringify([{ id: 7, name: 'Rope' }])
      case '/swagger-initializer.js':
        response.setHeader('content-type', 'text/javascript')
        return start('')
      case '/inline':
        response.setHeader('content-type', 'text/html; charset=utf-8')
        return pageOf(assets, `<script nonce="${nonce}">${start(api)}</script>`)
      case '/files':
        response.setHeader('content-type', 'text/html; charset=utf-8')
        return pageOf(assets, '<script src="/swagger-initializer.js"></script>')
      default:
        return undefined
    }
  })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** The bootstrap of `swagger-ui-dist`, with all that brings more of the tool into the page. */
function start(api: string): string {
  return `window.onload = () => {
    window.ui = SwaggerUIBundle({
      url: '/openapi.json?api=${api}',
      dom_id: '#swagger-ui',
      deepLinking: true,
      filter: true,
      requestSnippetsEnabled: true,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
      plugins: [SwaggerUIBundle.plugins.DownloadUrl],
      layout: 'StandaloneLayout',
    })
  }`
}

function pageOf(assets: string, script: string): string {
  return `<!doctype html>
<title>API</title>
<link rel="stylesheet" href="${assets}/swagger-ui.css">
<div id="swagger-ui"></div>
${['bundle', 'standalone-preset'].map((name) => `<script src="${assets}/swagger-ui-${name}.js" NONCE></script>`).join('\n')}
${script}`.replaceAll(
    'NONCE',
    script.startsWith('<script nonce') ? script.slice('<script '.length, script.indexOf('>')) : '',
  )
}

function describe(server: string): object {
  const json = (schema: object): object => ({ content: { 'application/json': { schema } } })
  const pet = { $ref: '#/components/schemas/Pet' }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pets',
      version: '1',
      description: 'With **bold** words, `code` and a [link](https://example.com).',
    },
    servers: [{ url: server === '' ? '/' : server }],
    paths: {
      '/pets': {
        get: {
          operationId: 'list',
          responses: { 200: { description: 'all', ...json({ type: 'array', items: pet }) } },
        },
        post: { operationId: 'add', requestBody: json(pet), responses: { 201: { description: 'added' } } },
      },
      '/favicon-32x32.png': {
        get: {
          operationId: 'photo',
          responses: { 200: { description: 'a picture', content: { 'image/png': {} } } },
        },
      },
    },
    components: {
      schemas: { Pet: { type: 'object', properties: { id: { type: 'integer' }, kind: { enum: ['dog', 'cat'] } } } },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-key' },
        login: {
          type: 'oauth2',
          flows: { authorizationCode: { authorizationUrl: '/auth', tokenUrl: '/token', scopes: {} } },
        },
      },
    },
  }
}

/** Everything a visitor does: opens operations, tries two out, one of which answers with an image, and looks at the logins. */
async function use(page: Page): Promise<void> {
  for (const operation of ['list', 'photo']) {
    const block = page.locator(`#operations-default-${operation}`)
    await block.locator('.opblock-summary').click()
    await block.locator('.try-out__btn').click()
    await block.locator('.execute').click()
    await block.locator('.live-responses-table .response').waitFor()
  }
  await page.locator('#operations-default-photo .live-responses-table img').waitFor()
  await page.locator('#operations-default-add .opblock-summary').click()
  await page.locator('.authorize').first().click()
  await page.locator('.dialog-ux').waitFor()
}

const origin = (host: string): `${string}://${string}` => `http://${host}:${site.port}`

interface Case {
  readonly options?: () => SwaggerUiCspOptions | Promise<SwaggerUiCspOptions>
  readonly path: () => string
}

const CASES: Readonly<Record<string, Case>> = {
  'the page of swagger-ui-dist as it is': { path: () => '/index.html' },
  'an inline script with a nonce': { options: () => ({ scripts: 'nonce' }), path: () => '/inline' },
  'an inline script by its hash': {
    options: async () => ({ hashes: [await hashSource(start(''))] }),
    path: () => '/inline',
  },
  'files from another origin': {
    options: () => ({ assets: [`${origin('cdn.test')}/`] }),
    path: () => `/files?assets=${origin('cdn.test')}`,
  },
  'files from another origin, with nonces': {
    options: () => ({ scripts: 'nonce', assets: [origin('cdn.test')] }),
    path: () => `/inline?assets=${origin('cdn.test')}`,
  },
  'an API on another origin': {
    options: () => ({ scripts: 'nonce', apis: [origin('api.test')] }),
    path: () => `/inline?api=${origin('api.test')}`,
  },
}

test.each(Object.entries(CASES))('works, and nothing is blocked: %s', async (_title, { options, path }) => {
  site.setPolicy(swaggerUiCsp(await options?.()))
  const page = await openPage(browser)
  await page.goto(`${origin('127.0.0.1')}${path()}`)
  await use(page)
  expect(await page.locator('#operations-default-list .live-responses-table').textContent()).toContain('Rope')
  expect(await violationsOf(page)).toEqual([])
  expect(await runsInjected(page)).toBe(false)
  await page.close()
})

test('an API that is not named is out of reach', async () => {
  site.setPolicy(swaggerUiCsp({ scripts: 'nonce' }))
  const page = await openPage(browser)
  await page.goto(`${origin('127.0.0.1')}/inline?api=${origin('api.test')}`)
  await page.locator('#operations-default-list .opblock-summary').click()
  await page.locator('#operations-default-list .try-out__btn').click()
  await page.locator('#operations-default-list .execute').click()
  await page.locator('#operations-default-list .live-responses-table .response').waitFor()
  expect(await violationsOf(page)).toEqual([`connect-src ${origin('api.test')}/pets`])
  await page.close()
})

test.each([
  [false, [expect.stringContaining('img-src https://validator.swagger.io/validator')]],
  [true, []],
])('not on localhost, the badge of the validator: %s', async (validator, violations) => {
  site.setPolicy(swaggerUiCsp({ validator }))
  const page = await openPage(browser)
  await page.route('https://validator.swagger.io/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"></svg>' }),
  )
  await page.goto(`${origin('docs.test')}/index.html`)
  await use(page)
  expect(await violationsOf(page)).toEqual(violations)
  await page.close()
})
