import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compile } from '@sallyport/core'
import { hashSource } from '@sallyport/core/csp'
import { afterAll, expect, test } from 'vitest'
import { hashFolder } from './folder.ts'
import { staticCsp } from './index.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A folder of pages, each with its own name as its script. */
function folderOf(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-html-'))
  made.push(folder)
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `<script>${file}</script>`)
  }
  return folder
}

test.each<
  [title: string, files: readonly string[], prefix: string, paths: Readonly<Record<string, readonly string[]>>]
>([
  [
    'pages and index pages',
    ['index.html', 'about.html', 'docs/index.html', 'docs/a.html'],
    '/',
    {
      'about.html': ['/about.html', '/about'],
      'docs/a.html': ['/docs/a.html', '/docs/a'],
      'docs/index.html': ['/docs/index.html', '/docs/', '/docs'],
      'index.html': ['/index.html', '/'],
    },
  ],
  [
    'two files for one path',
    ['docs/index.html', 'docs.html'],
    '/',
    { 'docs.html': ['/docs.html', '/docs'], 'docs/index.html': ['/docs/index.html', '/docs/'] },
  ],
  ['below a path', ['index.html'], '/app', { 'index.html': ['/app/index.html', '/app/', '/app'] }],
  [
    'names as browsers ask for them',
    ['é & (b)/100%.html', 'a;b.html', 'c[d].html'],
    '/',
    {
      'a;b.html': ['/a;b.html', '/a;b'],
      'c[d].html': ['/c[d].html', '/c[d]'],
      'é & (b)/100%.html': ['/%C3%A9%20&%20(b)/100%25.html', '/%C3%A9%20&%20(b)/100%25'],
    },
  ],
  ['nothing but pages', ['a.htm', 'b.html.txt', 'c.js', 'd.html'], '/', { 'd.html': ['/d.html', '/d'] }],
])('%s', async (_, files, prefix, paths) => {
  const { pages } = await hashFolder(folderOf(...files), { prefix })
  expect(Object.fromEntries(pages.map((page) => [page.file, page.paths]))).toEqual(paths)
  for (const { file, hashes } of pages) {
    expect(hashes.scripts).toEqual([await hashSource(file)])
    expect(hashes.items.map(({ page }) => page)).toEqual([file])
  }
})

test('each page has its policy, and all together have one', async () => {
  const folder = await hashFolder(folderOf('index.html', 'a.html'))
  expect(folder.routes).toEqual([
    { path: '/a.html', csp: staticCsp(pageOf(folder, 'a.html')) },
    { path: '/a', csp: staticCsp(pageOf(folder, 'a.html')) },
    { path: '/index.html', csp: staticCsp(pageOf(folder, 'index.html')) },
    { path: '/', csp: staticCsp(pageOf(folder, 'index.html')) },
  ])
  expect(compile({ csp: folder.csp, routes: folder.routes }).findings).toEqual([])
  const both = [await hashSource('a.html'), await hashSource('index.html')].toSorted()
  expect(folder.csp).toMatchObject({ directives: { 'script-src': [...both, "'strict-dynamic'"] } })
})

test('a policy of one’s own', async () => {
  const { csp, routes } = await hashFolder(folderOf('a.html'), {
    algorithm: 'sha384',
    csp: ({ scripts }) => ({ directives: { 'script-src': ["'self'", ...scripts] } }),
  })
  const policy = { directives: { 'script-src': ["'self'", await hashSource('a.html', 'sha384')] } }
  expect(csp).toEqual(policy)
  expect(routes.map((route) => route.csp)).toEqual([policy, policy])
})

test('a folder that is not there', async () => {
  await expect(hashFolder(join(tmpdir(), 'sallyport-none'))).rejects.toThrow('ENOENT')
})

function pageOf({ pages }: Awaited<ReturnType<typeof hashFolder>>, name: string) {
  const page = pages.find(({ file }) => file === name)
  if (page === undefined) throw new Error(`no page ${name}`)
  return page.hashes
}
