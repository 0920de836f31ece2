import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Config } from '@sallyport/core'
import { hashSource, strictCsp } from '@sallyport/core/csp'
import { overwriteNonce } from '@sallyport/html'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { type StaticExport, sealStaticExport } from './static-export.ts'

const NONCE = 'bm9uY2Ugb2YgYSBidWlsZA=='
const FILLED = overwriteNonce(NONCE, NONCE)
const CHUNK = '/_next/static/chunks/a.js'
const DIGEST = `sha256-${'A'.repeat(43)}=`
const PAGE = `<!DOCTYPE html><html><head><meta charSet="utf-8"/><script src="${CHUNK}" nonce="${NONCE}"></script></head><body><script nonce="${NONCE}">own()</script></body></html>`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a page gets its policy, its integrity, and loses its nonce', async () => {
  const { pages, notes } = await exportSite({ 'about.html': PAGE })
  const own = await hashSource('own()', 'sha256')
  const policy = `script-src ${[`'${DIGEST}'`, own].toSorted().join(' ')} 'strict-dynamic'; object-src 'none'; base-uri 'none'`
  expect(await out('about.html')).toBe(
    PAGE.replaceAll(` nonce="${NONCE}"`, '')
      .replace('<script src', `<script integrity="${DIGEST}" src`)
      .replace('"utf-8"/>', `"utf-8"/><meta http-equiv="Content-Security-Policy" content="${policy}">`),
  )
  expect(pages['/about']).toMatchObject({ styles: [], blocked: [] })
  expect(JSON.parse(await out('sallyport-headers.json'))).toEqual({
    '/about': { 'content-security-policy': `${policy}; frame-ancestors 'self'` },
    '/about.html': { 'content-security-policy': `${policy}; frame-ancestors 'self'` },
  })
  expect(notes[1]).toMatch('A <meta> cannot carry frame-ancestors:')
})

test('what is injected is not admitted', async () => {
  const { pages } = await exportSite({ 'a.html': PAGE.replace('</body>', '<script>injected()</script></body>') })
  expect(pages['/a']?.scripts).not.toContain(await hashSource('injected()', 'sha256'))
  expect(pages['/a']?.blocked).toEqual([expect.stringMatching(/^1:\d+ script "injected\(\)"/)])
})

test('no other file keeps the nonce, and none of public is touched', async () => {
  await exportSite(
    {
      'a.html': PAGE,
      'a.txt': `0:{"nonce":"${NONCE}"}`,
      '_next/data/b/a.json': NONCE,
      'feed.xml': `é ${NONCE}`,
      'notes.txt': NONCE,
    },
    { 'notes.txt': NONCE },
  )
  expect(await out('a.txt')).toBe(`0:{"nonce":"${FILLED}"}`)
  expect(await out('_next/data/b/a.json')).toBe(FILLED)
  expect(await out('feed.xml')).toBe(`é ${FILLED}`)
  expect(await out('notes.txt')).toBe(NONCE)
})

describe('HTML of public', () => {
  test('may run what it has', async () => {
    const page = '<title>a</title><script>own()</script>'
    const { pages } = await exportSite({ 'p.html': page }, { 'p.html': page })
    expect(pages['/p']).toMatchObject({ scripts: [await hashSource('own()', 'sha256')], blocked: [] })
  })

  test('says what it cannot run', async () => {
    const page = '<title>a</title><script src="/x.js"></script>'
    const { notes } = await exportSite({ 'p.html': page }, { 'p.html': page })
    expect(notes).toContainEqual(expect.stringMatching(/^\/p:1:\d+ request "https:\/\/site.invalid\/x.js"/))
  })
})

test('a page without the mark goes without what a nonce decides', async () => {
  await exportSite({ 'a.html': PAGE.replaceAll(NONCE, '') })
  expect(await out('a.html')).toContain(`content="object-src 'none'; base-uri 'none'"`)
})

test('without a policy nothing but the nonce changes', async () => {
  const { notes } = await exportSite({ 'a.html': PAGE }, {}, { csrf: true })
  expect(await out('a.html')).toBe(PAGE.replaceAll(` nonce="${NONCE}"`, ''))
  expect(JSON.parse(await out('sallyport-headers.json'))).toEqual({ '/a': {}, '/a.html': {} })
  expect(notes).toHaveLength(1)
})

test('routes of the configuration decide', async () => {
  const config: Config = { csp: "img-src 'none'", routes: [{ path: '/docs/a', csp: 'img-src *' }] }
  await exportSite({ 'a.html': '<p>', 'b.html': '<p>' }, {}, config, '/docs')
  expect(await out('a.html')).toContain('content="img-src *"')
  expect(await out('b.html')).toContain(`content="img-src 'none'"`)
})

test('a public _headers is kept', async () => {
  const own = { _headers: '/a\n  X-Own: yes\n' }
  await exportSite({ 'a.html': PAGE, ...own }, own)
  expect(await out('_headers')).toMatch(
    /^\/a\n {2}X-Own: yes\n\n#[\s\S]+\n\/a\n {2}content-security-policy: script-src/,
  )
})

async function exportSite(
  files: Readonly<Record<string, string>>,
  copied: Readonly<Record<string, string>> = {},
  config: Config = { csp: strictCsp({ mode: 'nonce' }) },
  basePath?: string,
): Promise<StaticExport> {
  await writeFiles('out', files)
  await writeFiles('public', copied)
  return sealStaticExport({
    out: join(folder, 'out'),
    publicFolder: join(folder, 'public'),
    policy: compile(config),
    nonce: NONCE,
    integrityOf: (src) => (src === CHUNK ? DIGEST : undefined),
    basePath,
  })
}

async function writeFiles(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name, file)), { recursive: true })
    await writeFile(join(folder, name, file), text)
  }
}

function out(file: string): Promise<string> {
  return readFile(join(folder, 'out', file), 'utf8')
}
