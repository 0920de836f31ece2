import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'

const ORIGIN = 'https://app.example.com'
const packageFolder = dirname(import.meta.dirname)

const MIDDLEWARES = {
  'in the edge runtime, with the pages listed': `
    export const middleware = sallyport(policy, { dynamic: ['/account'] })`,
  'in the Node runtime, by the manifests of the build': `
    export const middleware = sallyport(policy)
    export const config = { runtime: 'nodejs' }`,
}

describe.each(Object.entries(MIDDLEWARES))('middleware.ts of Next.js 15, %s', (_title, middleware) => {
  let folder: string
  let app: RunningApp

  beforeAll(async () => {
    folder = await createApp(middleware)
    await buildApp(join(folder, 'node_modules/next'), folder)
    app = await startApp(join(folder, 'node_modules/next'), folder)
  })
  afterAll(async () => {
    await app?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('a page rendered per request: policy, scripts and cspNonce() agree', async () => {
    const response = await fetch(`${app.url}/account`)
    const html = await response.text()
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
    const scripts = html.match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
    expect(html).toContain(`data-drawn="${nonce}"`)
  })

  test('a static page: no nonce, and the policy that needs none', async () => {
    const response = await fetch(app.url)
    expect(response.headers.get('content-security-policy')).toBe(
      "object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    )
    expect(await response.text()).not.toContain('nonce=')
  })

  test('a preflight', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' }
    const response = await fetch(app.url, { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })
})

/** Outside the workspace, so that @sallyport/next meets the other Next.js. */
async function createApp(middleware: string): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-next15-')))
  const modules = join(folder, 'node_modules')
  await cp(join(import.meta.dirname, 'app15'), folder, { recursive: true })
  await mkdir(join(modules, '@sallyport/next'), { recursive: true })
  await cp(join(packageFolder, 'dist'), join(modules, '@sallyport/next/dist'), { recursive: true })
  await cp(join(packageFolder, 'package.json'), join(modules, '@sallyport/next/package.json'))
  for (const name of ['@sallyport/core', '@sallyport/public-suffixes']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', name)), join(modules, name))
  }
  await symlink(nextFolder('next15'), join(modules, 'next'))
  for (const name of ['react', 'react-dom']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', name)), join(modules, name))
  }
  await writeFile(
    join(folder, 'middleware.js'),
    `import { sallyport, strictCsp } from '@sallyport/next'
    const policy = { cors: { origins: ['${ORIGIN}'] }, csp: strictCsp({ mode: 'nonce', styles: 'nonce' }) }
    ${middleware}`,
  )
  return folder
}
