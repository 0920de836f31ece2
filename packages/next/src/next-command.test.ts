import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BuildFiles, buildFiles, CHANNEL, MANIFEST } from './built-app.test-kit.ts'
import { USAGE } from './command-line.ts'
import { runCommand } from './next-command.ts'
import { terminalLines } from './terminal-text.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-command-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a table, and 0', async () => {
  await writeBuild({})
  await writePage('server/route-cache/APP_PAGE/0/$/index.html', '<p style="color:red"><style>a{}</style>')
  const { code, printed, errors } = await run('next', folder)
  expect(code).toBe(0)
  expect(errors).toBe('')
  expect(printed).toContain(join(folder, '.next'))
  expect(printed).toContain('/posts/first')
  expect(printed).toMatch(/^ {2}\/ +static +hashes +\d+ B +2 +2$/m)
  expect(printed).toMatch(/✓ 12 routes, and none would break\.$/)
})

test('a page that blocks something: 1, and where', async () => {
  const sealed = { ...MANIFEST.sealed, '/': { scripts: [], styles: [], blocked: ['7:3 script "go()": unmarked.'] } }
  await writeBuild({ manifest: { ...MANIFEST, sealed } })
  const { code, printed } = await run('next', folder)
  expect(code).toBe(1)
  expect(printed).toContain('\nscript "go()": unmarked.\n  /:7:3\n')
})

test('JSON', async () => {
  await writeBuild({})
  const { code, printed } = await run('next', folder, '--json')
  expect(code).toBe(0)
  const report: unknown = JSON.parse(printed)
  expect(report).toMatchObject({
    version: 1,
    isWell: true,
    routes: expect.arrayContaining([
      expect.objectContaining({ route: '/isr', kind: 'isr', revalidate: 60, basis: 'hashes' }),
    ]),
  })
})

test('JSON holds no order for a terminal, and is the same when it is read', async () => {
  const blocked = ['1:1 script "\u009b2J\u202e\u0007"']
  await writeBuild({ manifest: { ...MANIFEST, sealed: { '/': { scripts: [], styles: [], blocked } } } })
  const { printed } = await run('next', folder, '--json')
  expect(terminalLines(printed)).toBe(printed)
  expect(JSON.parse(printed)).toMatchObject({ routes: expect.arrayContaining([expect.objectContaining({ blocked })]) })
})

test('another build folder', async () => {
  await writeBuild({}, 'build')
  expect((await run('next', folder, '--dist', 'build')).code).toBe(0)
})

test.each<[title: string, files: BuildFiles | undefined, says: string]>([
  ['no build', undefined, 'there is no finished build.\nRun `next build` first.'],
  [
    'a build without withSallyport',
    { channel: null, manifest: null },
    'Wrap next.config: `export default withSallyport(nextConfig, config)`',
  ],
  [
    'an older manifest',
    { manifest: { ...MANIFEST, version: 0 } },
    'another version of @sallyport/next.\nRun `next build` again',
  ],
  [
    'a configuration of another version',
    { channel: JSON.stringify({ ...CHANNEL, config: { csp: "scripts 'self'" } }) },
    'Build again.',
  ],
])('%s: 2, and what to do', async (_title, files, says) => {
  if (files !== undefined) await writeBuild(files)
  const { code, printed, errors } = await run('next', folder)
  expect(code).toBe(2)
  expect(printed).toBe('')
  expect(errors).toContain(says)
})

test('another command: 2, and the usage', async () => {
  expect(await run('audit')).toEqual({
    code: 2,
    printed: '',
    errors: `There is no command "audit". There is one: next.\n\n${USAGE}`,
  })
})

test('help', async () => expect(await run('--help')).toEqual({ code: 0, printed: USAGE, errors: '' }))

const FILES = [
  'prerender-manifest.json',
  'routes-manifest.json',
  'required-server-files.json',
  'server/app-paths-manifest.json',
  'server/pages-manifest.json',
]

async function writeBuild(files: BuildFiles, dist = '.next'): Promise<void> {
  const read = buildFiles(files)
  for (const name of FILES) await writePage(name, read(name) ?? '', dist)
}

async function writePage(name: string, text: string, dist = '.next'): Promise<void> {
  const file = join(folder, dist, name)
  await mkdir(dirname(file), { recursive: true })
  if (text !== '') await writeFile(file, text)
}

async function run(...words: string[]): Promise<{ code: number; printed: string; errors: string }> {
  const printed: string[] = []
  const errors: string[] = []
  const code = await runCommand(words, {
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
    isColoured: false,
  })
  return { code, printed: printed.join('\n'), errors: errors.join('\n') }
}
