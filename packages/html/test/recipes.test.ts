import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { audit, describeAuditEntry } from '@sallyport/html'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The recipes of the README, as they stand there, serve pages whose policies let all of them run.
const PAGES = {
  'index.html': page("document.title = 'home'"),
  'about.html': page("document.title = 'about'"),
  'docs/index.html': page("document.title = 'docs'"),
  '404.html': page("document.title = 'none'"),
}

const folder = mkdtempSync(join(tmpdir(), 'sallyport-recipes-'))
const home = process.cwd()
const closing: (() => unknown)[] = []

beforeAll(() => {
  for (const [file, html] of Object.entries(PAGES)) {
    for (const root of ['public', 'out']) {
      mkdirSync(dirname(join(folder, root, file)), { recursive: true })
      writeFileSync(join(folder, root, file), html)
    }
  }
  // Where their reader would start them.
  process.chdir(folder)
  process.env.PORT = '0'
})
afterAll(async () => {
  process.chdir(home)
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

const RECIPES: Readonly<Record<string, () => Promise<string>>> = {
  fastify: async () => {
    const { app } = await import('./recipes/fastify.ts')
    closing.push(() => app.close())
    return urlOf(app.server.address())
  },
  koa: async () => {
    const { server } = await import('./recipes/koa.ts')
    closing.push(() => server.close())
    return urlOf(server.address())
  },
  nest: async () => {
    const { app } = await import('./recipes/nest.ts')
    closing.push(() => app.close())
    return urlOf(app.getHttpServer().address())
  },
  next: async () => {
    const { app } = await import('./recipes/next.ts')
    closing.push(() => app.close())
    return urlOf(app.server.address())
  },
}

test.each(Object.keys(RECIPES))('%s serves each page with its own policy', async (name) => {
  const site = (await RECIPES[name]?.()) ?? ''
  const policies = new Map<string, string>()
  for (const path of ['/', '/index.html', '/about.html', '/docs/', '/docs/index.html']) {
    const response = await fetch(`${site}${path}`)
    const html = await response.text()
    expect([response.status, html]).toEqual([200, PAGES[fileOf(path)]])
    expect(audit({ url: response.url, headers: response.headers, html }).map(describeAuditEntry)).toEqual([])
    policies.set(fileOf(path), response.headers.get('content-security-policy') ?? '')
  }
  // Each with its own hashes, so that one page's script does not run in another.
  expect(new Set(policies.values()).size).toBe(3)

  // What is no page has a policy that knows the scripts of all pages, and no others. Nest's module sends the index page for it.
  const none = await fetch(`${site}/none`)
  expect(none.status).toBe(name === 'nest' ? 200 : 404)
  const audited = { url: none.url, headers: none.headers }
  for (const html of Object.values(PAGES)) expect(audit({ ...audited, html })).toEqual([])
  expect(audit({ ...audited, html: page('injected()') })).toHaveLength(1)
})

test.each(Object.keys(RECIPES))('the README has the recipe for %s', (name) => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const recipe = readFileSync(join(import.meta.dirname, `recipes/${name}.ts`), 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${recipe}\`\`\`\n`)
})

function page(script: string): string {
  return `<!doctype html>\n<title>a</title>\n<p>\n<script>${script}</script>\n`
}

function fileOf(path: string): keyof typeof PAGES {
  if (path.startsWith('/docs/')) return 'docs/index.html'
  return path.startsWith('/about') ? 'about.html' : 'index.html'
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://localhost:${address.port}`
}
