import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyApp } from './app-outside.ts'
import { EXTENT } from './extent.ts'
import { buildApp } from './next-server.ts'
import { type StaticHost, type StaticHostOptions, startStaticHost } from './static-host.ts'

const INJECTED = "document.documentElement.dataset.injected = 'ran'"
const META = /<meta http-equiv="Content-Security-Policy"[^>]*>/

interface Build {
  readonly next: 'next' | 'next15'
  readonly config: Readonly<Record<string, unknown>>
  /** Where the site is written to. */
  readonly out: string
}

const PLAIN: Build = { next: 'next', config: {}, out: 'out' }
const FOLDERS: Build = {
  next: 'next',
  config: { trailingSlash: true, basePath: '/docs', distDir: 'build' },
  out: 'build',
}
const NEXT_15: Build = { next: 'next15', config: { distDir: 'build' }, out: 'build' }
const BUILDS: readonly Build[] = EXTENT === 'all' ? [PLAIN, FOLDERS, NEXT_15] : [PLAIN, FOLDERS]

let browser: Browser
/** Copies of what was built, with nothing else beside them. */
const sites = new Map<Build, string>()

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  for (const build of BUILDS) sites.set(build, await exportSite(build))
})
afterAll(async () => {
  await browser?.close()
  for (const site of sites.values()) await rm(site, { recursive: true, force: true })
})

const HOSTS: readonly [title: string, build: Build, isByHeaders: boolean, slash: '' | '/'][] = [
  ['by <meta> alone', PLAIN, false, ''],
  ['by headers alone', PLAIN, true, ''],
  ['in folders, below a base path', FOLDERS, false, '/'],
  ['in folders, below a base path, by headers alone', FOLDERS, true, '/'],
  ['of Next.js 15', NEXT_15, false, ''],
]

const IN_TURN = { concurrent: false }

// They wait for a network that is at rest, most of the time: each host is visited by itself, beside the others.
describe.concurrent.each(HOSTS.filter(([, build]) => BUILDS.includes(build)))(
  'an exported site, %s',
  (_title, build, isByHeaders, slash) => {
    let host: StaticHost
    let injected = ''

    beforeAll(async () => {
      host = await startStaticHost(sites.get(build) ?? '', {
        ...(typeof build.config.basePath === 'string' ? { basePath: build.config.basePath } : {}),
        ...(isByHeaders ? { headers: await readHeaders(build) } : {}),
        change: (html) => (isByHeaders ? html.replace(META, '') : html).replace('</body>', `${injected}</body>`),
      })
    })
    afterAll(() => host?.close())

    test.each(['/', '/about', '/posts/first', '/legacy'])(
      '%s comes to life without a violation',
      IN_TURN,
      async (path) => {
        injected = ''
        const { page, complaints } = await open(path)
        await page.getByRole('button').click()
        await page.getByText('clicked 1').waitFor()
        expect(complaints).toEqual([])
        await page.close()
      },
    )

    test('the page of a 404 has no violation', IN_TURN, async () => {
      injected = ''
      const { page, complaints } = await open('/missing')
      await page.getByText('404').first().waitFor()
      expect(complaints.filter((complaint) => !complaint.includes('status of 404'))).toEqual([])
      await page.close()
    })

    test('HTML of public runs its own script', IN_TURN, async () => {
      injected = ''
      const { page, complaints } = await open('/promo')
      expect(await page.locator('html').getAttribute('data-promo')).toBe('ran')
      expect(complaints).toEqual([])
      await page.close()
    })

    test('navigation stays in the page, and the page that comes is alive', IN_TURN, async () => {
      injected = ''
      const { page, complaints } = await open('/')
      await page.evaluate(() => Reflect.set(window, 'stayed', true))
      for (const name of ['first', 'about', 'home']) {
        await page.getByRole('link', { name, exact: true }).click()
        await page.getByRole('heading', { name, exact: true }).waitFor()
        await page.getByRole('button').click()
        await page.getByText('clicked 1').waitFor()
      }
      expect(await page.evaluate(() => Reflect.get(window, 'stayed'))).toBe(true)
      expect(complaints).toEqual([])
      await page.close()
    })

    test.for([
      ['an inline script', `<script>${INJECTED}</script>`],
      ['a script file', '<script src="/injected.js"></script>'],
      ['an event handler', `<img src="/x" onerror="${INJECTED}">`],
    ])('%s that was injected is blocked', IN_TURN, async ([_what, markup = ''], { expect }) => {
      injected = markup
      const { page, complaints } = await open('/about')
      await page.getByRole('button').click()
      await page.getByText('clicked 1').waitFor()
      await expect.poll(() => complaints.filter((complaint) => complaint.startsWith('script-src'))).toHaveLength(1)
      expect(await page.locator('html').getAttribute('data-injected')).toBeNull()
      await page.close()
    })

    /** Collects violations, and errors on the console, those of hydration among them. */
    async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
      const page = await browser.newPage()
      const complaints: string[] = []
      await page.exposeFunction('reportViolation', (violation: string) => complaints.push(violation))
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
          Reflect.get(window, 'reportViolation')(`${effectiveDirective} ${blockedURI}`)
        })
      })
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      const address = path === '/' ? `${host.url}${path}` : `${host.url}${path}${slash}`
      await page.goto(address, { waitUntil: 'networkidle' })
      return { page, complaints }
    }
  },
)

const TITLES = ['Next.js 16', 'Next.js 16, in folders', 'Next.js 15']

describe.each(BUILDS.map((build, index) => [TITLES[index], build] as const))('the files of %s', (_title, build) => {
  test('every page has its policy before all that loads or runs, and no nonce', async () => {
    const pages = (await filesOf(build)).filter((file) => file.endsWith('.html'))
    expect(pages.length).toBeGreaterThanOrEqual(7)
    for (const file of pages) {
      const html = await read(build, file)
      expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link|style)/))
      expect(html).not.toMatch(/\snonce="[^."]/)
      expect(META.exec(html)?.[0]).toMatch(
        /script-src ('sha256-[\w+/]{43}=' )+'strict-dynamic'; object-src 'none'; base-uri 'none'"/,
      )
    }
  })

  test("the site's own _headers stay, and ours come behind", async () => {
    const text = await read(build, '_headers')
    expect(text.startsWith('# The site')).toBe(true)
    expect(text.indexOf('max-age=60')).toBeLessThan(text.indexOf("frame-ancestors 'self'"))
  })
})

test('no file of the export keeps the seal nonce', async () => {
  for (const build of BUILDS) {
    for (const file of await filesOf(build)) {
      if (!/\.(html|txt|json)$/.test(file)) continue
      // Of flight data, in which it stood as a property.
      expect(await read(build, file)).not.toMatch(/nonce\\*":\\*"[^."\\]/)
    }
  }
})

async function exportSite(build: Build): Promise<string> {
  const app = await copyApp(join(import.meta.dirname, 'export-app'), build.next)
  await buildApp(join(app, 'node_modules/next'), app, { EXPORT_OPTIONS: JSON.stringify(build.config) })
  const site = await mkdtemp(join(tmpdir(), 'sallyport-site-'))
  await cp(join(app, build.out), site, { recursive: true })
  await rm(app, { recursive: true, force: true })
  return site
}

async function readHeaders(build: Build): Promise<NonNullable<StaticHostOptions['headers']>> {
  return JSON.parse(await read(build, 'sallyport-headers.json'))
}

async function filesOf(build: Build): Promise<readonly string[]> {
  const entries = await readdir(sites.get(build) ?? '', { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice((sites.get(build) ?? '').length + 1))
}

function read(build: Build, file: string): Promise<string> {
  return readFile(join(sites.get(build) ?? '', file), 'utf8')
}
