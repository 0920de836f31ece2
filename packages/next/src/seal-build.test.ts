import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strictCsp } from '@sallyport/core/csp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Channel } from './channel.ts'
import { type SealedBuild, sealBuild } from './seal-build.ts'
import { NO_MARK } from './seal-kept.ts'

const nonce = 'c2VhbC1ub25jZS1vZi1idWls'
const filler = '.'.repeat(nonce.length)
const page = `<p>text</p><script nonce="${nonce}" src="/_next/static/a.js"></script><script nonce="${nonce}">own()</script>`
const ENTRY = '.next/server/route-cache/APP_PAGE/0a/$'
const META = JSON.stringify({ headers: { 'x-own': '1' }, status: 200 })
const channel: Channel = {
  version: 1,
  config: {
    csp: strictCsp({ mode: 'nonce', directives: { 'img-src': ["'self'"] } }),
    routes: [{ path: '/open', csp: false }],
  },
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
}
let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-build-')))
  await write({ '.next/prerender-manifest.json': '{"version":4}', '.next/static/a.js': 'a()' })
})
afterEach(() => rm(folder, { recursive: true }))

test('an entry: page, data and what is left of it lose the nonce; its headers gain the policy', async () => {
  await write({
    [`${ENTRY}/a.html`]: page,
    [`${ENTRY}/a.meta`]: META,
    [`${ENTRY}/a.rsc`]: `["script",{"nonce":"${nonce}"}]`,
    [`${ENTRY}/a.segments/_tree.segment.rsc`]: nonce,
  })
  const { manifest, headers, findings } = await seal()
  expect(await read(`${ENTRY}/a.html`)).toMatch(
    /<script integrity="sha256-.{44}" src=.*><\/script><script>own\(\)<\/script>$/,
  )
  expect(await read(`${ENTRY}/a.rsc`)).toBe(`["script",{"nonce":"${filler}"}]`)
  expect(await read(`${ENTRY}/a.segments/_tree.segment.rsc`)).toBe(filler)
  const meta = JSON.parse(await read(`${ENTRY}/a.meta`))
  const policy = meta.headers['content-security-policy']
  expect(meta).toEqual({ headers: { 'x-own': '1', 'content-security-policy': policy }, status: 200 })
  expect(policy).toMatch(/^script-src ('sha256-.{44}' ){2}'strict-dynamic'; object-src 'none'; /)
  expect(headers.get(join(folder, ENTRY, 'a.html'))).toEqual([['content-security-policy', policy]])
  expect(manifest.sealed['/a']).toMatchObject({ blocked: [] })
  expect(manifest.integrity['/_next/static/a.js']).toMatch(/^sha256-/)
  expect(JSON.parse(await read('.next/prerender-manifest.json'))).toEqual({ version: 4, sallyport: manifest })
  expect(findings.fails).toBe(false)
})

test.each([
  ['as it was', Buffer.from('"\ufffd\u00e9"'), Buffer.from('"\ufffd\u00e9"')],
  ['as it was but for the nonce', Buffer.from(`"\ufffd\u00e9"${nonce}`), Buffer.from(`"\ufffd\u00e9"${filler}`)],
  [
    'as it was but for the nonce, in bytes that are no text',
    Buffer.concat([Buffer.of(0xff, 0xc3), Buffer.from(nonce), Buffer.of(0xe2, 0x82)]),
    Buffer.concat([Buffer.of(0xff, 0xc3), Buffer.from(filler), Buffer.of(0xe2, 0x82)]),
  ],
])('data stay %s', async (_title, before, after) => {
  await write({ [`${ENTRY}/a.html`]: page, [`${ENTRY}/a.meta`]: META, [`${ENTRY}/a.rsc`]: '' })
  await writeFile(join(folder, ENTRY, 'a.rsc'), before)
  await seal()
  expect(await readFile(join(folder, ENTRY, 'a.rsc'))).toEqual(after)
})

test('a shell has no headers of its own: the manifest has its sources', async () => {
  await write({ [`${ENTRY}/a/[b].html`]: page, [`${ENTRY}/a/[b].meta`]: JSON.stringify({ postponed: `[${nonce}]` }) })
  const { manifest, findings } = await seal()
  expect(JSON.parse(await read(`${ENTRY}/a/[b].meta`))).toEqual({ postponed: `[${filler}]` })
  expect(manifest.shells['/a/[b]']?.scripts).toHaveLength(2)
  expect(findings.shells).toBe(1)
})

test('a page whose route has no policy only loses the nonce', async () => {
  await write({ [`${ENTRY}/open.html`]: page, [`${ENTRY}/open.meta`]: META })
  await seal()
  expect(await read(`${ENTRY}/open.html`)).toBe(page.replaceAll(` nonce="${nonce}"`, ''))
  expect(JSON.parse(await read(`${ENTRY}/open.meta`))).toEqual(JSON.parse(META))
})

test('no page carries the nonce: pages work, with the rest of the policy, and the build says what broke', async () => {
  await write({ [`${ENTRY}/a.html`]: '<script>own()</script>', [`${ENTRY}/a.meta`]: META })
  const { findings } = await seal()
  expect(await read(`${ENTRY}/a.html`)).toBe('<script>own()</script>')
  const policy = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; img-src 'self'"
  expect(JSON.parse(await read(`${ENTRY}/a.meta`)).headers['content-security-policy']).toBe(policy)
  expect(await read('.next/prerender-manifest.json')).toBe('{"version":4}')
  expect(findings.describe()).toContain(NO_MARK)
  expect(findings.fails).toBe(true)
})

test('scripts that browsers cannot check: likewise, and no nonce stays behind', async () => {
  await write({ [`${ENTRY}/a.html`]: page, [`${ENTRY}/a.meta`]: META })
  const { findings } = await seal({ ...channel, assetPrefix: 'https://cdn.example.com' })
  expect(await read(`${ENTRY}/a.html`)).toBe(page.replaceAll(nonce, filler))
  expect(JSON.parse(await read(`${ENTRY}/a.meta`)).headers['content-security-policy']).toMatch(/^object-src/)
  expect(findings.describe()).toContain("crossOrigin: 'anonymous'")
})

test.each<[title: string, files: Readonly<Record<string, string>>, said: string]>([
  ['a place that is not known', { '.next/server/elsewhere/a.html': page }, 'is in no place where Next.js'],
  ['an entry without metadata', { [`${ENTRY}/a.html`]: page }, 'has no .meta file beside it'],
  ['metadata of another form', { [`${ENTRY}/a.html`]: page, [`${ENTRY}/a.meta`]: '1' }, 'is no JSON object'],
])('%s is told, and fails a build that asks for it', async (_title, files, said) => {
  await write(files)
  const { findings } = await seal()
  expect(findings.describe()).toContain(said)
  expect(findings.fails).toBe(true)
})

test('a build without scripts is one of a Next.js that is not known', async () => {
  await rm(join(folder, '.next/static'), { recursive: true })
  expect((await seal()).findings.describe()).toContain(`There are no scripts below ${join(folder, '.next/static')}`)
})

test('files: error pages, automatically static pages in each language, and public', async () => {
  await write({
    '.next/server/pages/500.html': page,
    '.next/server/pages/en/about.html': page,
    'public/a.html': '<script>mine()</script>',
    'public/b/c.txt': '',
  })
  const { manifest } = await seal()
  expect(Object.keys(manifest.files)).toEqual(['/500', '/a.html', '/about', '/en/about'])
  expect(manifest.errorPages.scripts).toEqual(manifest.files['/500']?.scripts)
  expect(manifest.publicFiles).toEqual(['/b/c.txt'])
})

test('with the App Router, what it sends in place of a page brings its own policy', async () => {
  await write({
    '.next/server/pages/404.html': page,
    '.next/server/pages/500.html': page,
    [`${ENTRY}/_not-found.html`]: page,
    [`${ENTRY}/_not-found.meta`]: META,
    [`${ENTRY}/_global-error.html`]: page,
    [`${ENTRY}/_global-error.meta`]: META,
  })
  const { manifest } = await seal()
  expect(Object.keys(manifest.sealed)).toEqual(['/_global-error', '/_not-found'])
  expect(Object.keys(manifest.files)).toEqual(['/404'])
  expect(manifest.errorPages).toEqual({ scripts: [], styles: [] })
})

function seal(as: Channel = channel): Promise<SealedBuild> {
  return sealBuild({ distDir: join(folder, '.next'), projectDir: folder, channel: as, nonce, defaultLocale: 'en' })
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

function read(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8')
}
