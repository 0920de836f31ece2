import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { buildApp, nextFolder } from './next-server.ts'

const INJECTED = "document.documentElement.dataset.injected = 'ran'"

/** Built in the workspace, from where a standalone server takes what it needs; run elsewhere, from what was copied there. */
let app: string
let empty: string
let server: ChildProcess
let url: string
let browser: Browser

beforeAll(async () => {
  app = await mkdtemp(join(import.meta.dirname, 'standalone-'))
  await cp(join(import.meta.dirname, 'export-app'), app, { recursive: true })
  await writeFile(
    join(app, 'proxy.js'),
    "import { sallyport } from '@sallyport/next'\n\nexport const proxy = sallyport()\n",
  )
  await addPage('isr', 'export const revalidate = 1')
  await addPage('dynamic', "export const dynamic = 'force-dynamic'")
  await buildApp(nextFolder('next'), app, { EXPORT_OPTIONS: JSON.stringify({ output: 'standalone' }) })
  empty = await mkdtemp(join(tmpdir(), 'sallyport-standalone-'))
  await cp(join(app, '.next/standalone'), empty, { recursive: true, verbatimSymlinks: true })
  const folder = await folderOfServer(empty)
  // Every app has one. The next one up is this package's, which says that .js files are modules; server.js is none.
  await writeFile(join(folder, 'package.json'), '{}')
  await cp(join(app, '.next/static'), join(folder, '.next/static'), { recursive: true })
  await cp(join(app, 'public'), join(folder, 'public'), { recursive: true })
  await rm(app, { recursive: true, force: true })
  const port = await freePort()
  server = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), HOSTNAME: '127.0.0.1' },
  })
  url = `http://127.0.0.1:${port}`
  await new Promise<void>((resolve, reject) => {
    let printed = ''
    const listen = (data: Buffer): void => {
      printed += data
      if (printed.includes('Ready in')) resolve()
    }
    server.stdout?.on('data', listen)
    server.stderr?.on('data', listen)
    server.once('exit', () => reject(new Error(`The server ended:\n${printed}`)))
  })
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})
afterAll(async () => {
  await browser?.close()
  if (server !== undefined && server.exitCode === null) {
    server.removeAllListeners('exit')
    server.kill()
    await once(server, 'exit')
  }
  for (const folder of [app, empty]) if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

test.concurrent.for([
  ['/', 'static'],
  ['/posts/first', 'generated at build'],
  ['/isr', 'revalidated'],
  ['/legacy', 'of the Pages Router'],
  ['/dynamic', 'rendered per request'],
])('%s (%s) comes to life without a violation, and blocks what is injected', async ([path = '/'], { expect }) => {
  const page = await browser.newPage()
  const violations: string[] = []
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      Reflect.get(window, 'reportViolation')(`${effectiveDirective} ${blockedURI}`)
    })
  })
  const response = await page.goto(url + path, { waitUntil: 'networkidle' })
  await page.getByRole('button').click()
  await page.getByText('clicked 1').waitFor()
  expect(violations).toEqual([])
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(/^script-src .*'strict-dynamic'/)
  expect(policy).not.toContain("'unsafe-inline'")

  await page.route(url + path, async (route) => {
    const original = await route.fetch()
    const body = (await original.text()).replace('</body>', `<script>${INJECTED}</script></body>`)
    await route.fulfill({ response: original, body })
  })
  await page.goto(url + path, { waitUntil: 'networkidle' })
  await expect.poll(() => violations).toEqual(['script-src-elem inline'])
  expect(await page.locator('html').getAttribute('data-injected')).toBeNull()
  await page.close()
})

async function addPage(name: string, segment: string): Promise<void> {
  await mkdir(join(app, 'app', name), { recursive: true })
  const text = `import { Counter } from '../counter'\n\n${segment}\n\nexport default function Page() {\n  return <Counter />\n}\n`
  await writeFile(join(app, 'app', name, 'page.jsx'), text)
}

/** As deep as the app is below what its build took for the root of the workspace. */
async function folderOfServer(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const found = entries.find(({ name, parentPath }) => name === 'server.js' && !parentPath.includes('node_modules'))
  if (found === undefined) throw new Error(`There is no server.js below ${root}.`)
  return found.parentPath
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.')
  return address.port
}
