import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, describeAuditEntry } from '../packages/html/src/index.ts'
import { type PackedPackage, packPackages } from '../scripts/pack.ts'
import { root, run } from '../scripts/run.ts'
import { outsideEnvironment, startApp } from './app.ts'

// Outside the repository, so that nothing resolves to the workspace.
const folder = mkdtempSync(join(tmpdir(), 'sallyport-consumer-'))
let packages: readonly PackedPackage[] = []

beforeAll(async () => {
  packages = await packPackages(folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Our packages are on no registry yet: npm takes all of them from their tarballs in one go, so that they find each other. */
async function install(app: string, names: readonly string[], others: readonly string[] = []): Promise<void> {
  const tarballs = packages.filter((one) => names.includes(one.folder)).map(({ tarball }) => tarball)
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs, ...others]
  const { code, output } = await run('npm', args, { cwd: app, bareEnv: outsideEnvironment(), timeout: 180_000 })
  expect(code, output).toBe(0)
}

interface Example {
  readonly name: string
  readonly needs: readonly string[]
  /** A page without a nonce, which many visitors get. */
  readonly kept?: string
}

const examples: readonly Example[] = [
  { name: 'fastify', needs: ['core', 'public-suffixes', 'node', 'fastify'] },
  { name: 'koa', needs: ['core', 'public-suffixes', 'node', 'koa'] },
  { name: 'nest', needs: ['core', 'public-suffixes', 'node', 'nest'] },
  { name: 'next', needs: ['core', 'public-suffixes', 'html', 'next'], kept: '/about' },
]

test.each(examples)(
  'the $name example, copied and installed from the tarballs, runs',
  async ({ name, needs, kept }) => {
    const app = join(folder, name)
    const built = ['node_modules', 'dist', '.next']
    cpSync(join(root, 'examples', name), app, { recursive: true, filter: (path) => !built.includes(basename(path)) })
    await install(app, needs)
    const url = await startApp(app)

    const { policy, html } = await visit(url)
    const nonce = /'nonce-([\w-]{22,})'/.exec(policy)?.[1]
    expect(nonce, policy).toBeDefined()
    expect(html).toContain(`nonce="${nonce}"`)
    if (kept !== undefined) expect((await visit(new URL(kept, url).href)).policy).toContain("'sha256-")

    const allowed = await preflight(url, 'https://app.example.com')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')

    const refused = await preflight(url, 'https://app.example.com.evil.example')
    expect(refused.status).toBe(403)
    expect([...refused.headers.keys()].filter((header) => header.startsWith('access-control-'))).toEqual([])
  },
)

/** A page in which its own policy blocks nothing. */
async function visit(url: string): Promise<{ readonly policy: string; readonly html: string }> {
  const page = await fetch(url)
  const html = await page.text()
  expect(page.status, html).toBe(200)
  expect(audit({ url, headers: page.headers, html }).map(describeAuditEntry)).toEqual([])
  return { policy: page.headers.get('content-security-policy') ?? 'no policy', html }
}

function preflight(url: string, origin: string): Promise<Response> {
  return fetch(new URL('/api/orders', url), {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  })
}

test('an unset environment variable is refused by the types and at start-up', async () => {
  const app = join(folder, 'misconfigured')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(
    join(app, 'server.ts'),
    "import { compile } from '@sallyport/core'\ncompile({ cors: { origins: [process.env.UNSET] } })\n",
  )
  await install(app, ['core'], ['typescript@^7.0.2', '@types/node@^24.0.0'])

  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node']
  const bareEnv = outsideEnvironment()
  const typed = await run(join(app, 'node_modules/.bin/tsc'), [...flags, 'server.ts'], { cwd: app, bareEnv })
  expect(typed.code).not.toBe(0)
  expect(typed.output).toContain("Type 'string | undefined' is not assignable to type 'string'")

  const started = await run('node', ['server.ts'], { cwd: app, bareEnv: { ...bareEnv, UNSET: undefined } })
  expect(started.code).not.toBe(0)
  expect(started.output).toContain('ConfigError: The Sallyport configuration has 1 problem:')
  expect(started.output).toContain('cors.origins[0]')
  expect(started.output).toContain('[unset-value]')
})
