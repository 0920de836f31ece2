import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { hashHtml } from '@sallyport/html'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'

const packageFolder = dirname(import.meta.dirname)
const CSP = 'content-security-policy'

describe.each(['next', 'next15'] as const)('what a build of %s keeps', (version) => {
  let folder: string
  let app: RunningApp

  beforeAll(async () => {
    folder = await createApp(version)
    await buildApp(nextFolder(version), folder)
    app = await startApp(nextFolder(version), folder)
  })
  afterAll(async () => {
    await app?.close()
    if (version === 'next15') await rm(folder, { recursive: true, force: true })
  })

  test.each([
    ['/', 200, 'static'],
    ['/isr', 200, 'revalidated'],
    ['/posts/first', 200, 'with parameters'],
    ['/posts/%C3%A9%20t', 200, 'with a parameter outside ASCII'],
    ['/nowhere', 404, 'the not-found page'],
    ['/404', 404, 'the file of the not-found page'],
    ['/old', 200, 'of the Pages Router'],
    ['/data', 200, 'of the Pages Router, with data'],
  ])('%s (%i, %s): its policy admits all of its scripts, and it holds no nonce', async (path, status) => {
    const { response, html } = await get(path)
    expect(response.status).toBe(status)
    expect(html).not.toMatch(/nonce=/)
    const admitted = sourcesOf(response)
    const { items } = await hashHtml(html)
    const scripts = items.filter(({ kind }) => kind === 'script' || kind === 'external script')
    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.filter(({ hashes }) => !hashes.every((hash) => admitted.includes(hash)))).toEqual([])
    expect(admitted).toContain("'strict-dynamic'")
  })

  test('what was injected is not admitted', async () => {
    const { response, html } = await get('/attacked')
    expect(html).toContain('<script>steal()</script><script src="https://evil.example/steal.js"></script>')
    const { scripts } = await hashHtml('<script>steal()</script>')
    expect(sourcesOf(response)).not.toContain(scripts[0])
    expect((await manifest()).sealed['/attacked']?.blocked).toEqual([
      expect.stringMatching(/^\d+:\d+ script "steal\(\)": /),
      expect.stringMatching(/^\d+:\d+ external script "https:\/\/evil\.example\/steal\.js": /),
    ])
  })

  test('HTML below public is hashed as it is; other files are known', async () => {
    const { response, html } = await get('/hello.html')
    const { scripts } = await hashHtml(html)
    expect(sourcesOf(response)).toContain(scripts[0])
    expect((await manifest()).publicFiles).toEqual(['/robots.txt'])
  })

  test('a page that a route exempts has no policy, and no nonce either', async () => {
    const { response, html } = await get('/open')
    expect(response.status).toBe(200)
    expect(response.headers.get(CSP)).toBeNull()
    expect(html).not.toMatch(/nonce=|integrity=/)
  })

  test('the seal nonce is in no file of the build', async () => {
    const marked = /"nonce\\?":\\?"[\w-]{24}|'nonce-[\w-]{24}'/
    const kept = await readdir(join(folder, '.next/server'), { withFileTypes: true, recursive: true })
    const pages = kept
      .filter((entry) => entry.isFile() && /\.(html|rsc|meta|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    expect(pages.length).toBeGreaterThan(20)
    for (const name of pages) expect(await readFile(name, 'utf8'), name).not.toMatch(marked)
  })

  test("the app's own settings stay, and its actions accept the origins that the guard trusts", async () => {
    const file = await readFile(join(folder, '.next/required-server-files.json'), 'utf8')
    const { config } = JSON.parse(file)
    expect(config.env.OWN).toBe('kept')
    expect(config.experimental.serverActions.allowedOrigins).toEqual(['partner.example'])
  })

  async function get(path: string) {
    const response = await fetch(app.url + path)
    return { response, html: await response.text() }
  }

  async function manifest() {
    return JSON.parse(await readFile(join(folder, '.next/prerender-manifest.json'), 'utf8')).sallyport
  }
})

/** The sources that every policy of a response admits scripts by. */
function sourcesOf(response: Response): readonly string[] {
  const policies = (response.headers.get(CSP) ?? '').split(', ')
  const lists = policies.map((policy) => /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ')).filter((list) => list)
  return lists.reduce((all, list) => all?.filter((source) => list?.includes(source))) ?? []
}

/** Next.js 15 is installed under another name, and so needs a folder in which it has its own. */
async function createApp(version: 'next' | 'next15'): Promise<string> {
  const source = join(import.meta.dirname, 'sealed-app')
  if (version === 'next') return source
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-next15-')))
  await cp(source, folder, { recursive: true, filter: (name) => !name.endsWith('.next') && !name.endsWith('proxy.js') })
  await writeFile(
    join(folder, 'middleware.js'),
    "import { sallyport } from '@sallyport/next'\n\nexport const middleware = sallyport()\nexport const config = { runtime: 'nodejs' }\n",
  )
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@sallyport'), { recursive: true })
  await symlink(nextFolder('next15'), join(modules, 'next'))
  for (const name of ['react', 'react-dom']) {
    await symlink(await realpath(join(packageFolder, 'node_modules', name)), join(modules, name))
  }
  await symlink(packageFolder, join(modules, '@sallyport/next'))
  return folder
}
