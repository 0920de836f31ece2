import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { changeFile, overwriteFile } from './overwrite-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'overwrite-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TEXTS = [
  ['a shorter text', 'short'],
  ['a longer one', 'long '.repeat(10_000)],
  ['one as long', 'y'.repeat(20)],
  ['one as long in characters, and longer in bytes', 'é'.repeat(20)],
  ['one that is shorter in characters, and longer in bytes', '€'.repeat(10)],
  ['nothing', ''],
] as const

/** A file of twenty bytes. */
function makeFile(): { readonly file: string; readonly inode: number } {
  const file = join(folder, 'page.html')
  writeFileSync(file, 'x'.repeat(20))
  return { file, inode: statSync(file).ino }
}

test.each([...TEXTS, ['bytes', Uint8Array.of(0, 255, 1)] as const])(
  'leaves nothing of what was there: %s',
  (_title, content) => {
    const { file, inode } = makeFile()
    overwriteFile(file, content, 20)
    expect(readFileSync(file)).toEqual(Buffer.from(content))
    expect(statSync(file).ino).toBe(inode)
  },
)

test.each(TEXTS)('changes a text in its place: %s', (_title, content) => {
  const { file, inode } = makeFile()
  changeFile(file, (text) => (text === 'x'.repeat(20) ? content : 'not what was there'))
  expect(readFileSync(file, 'utf8')).toBe(content)
  expect(statSync(file).ino).toBe(inode)
})

test('writes nothing where nothing changes', () => {
  const { file } = makeFile()
  const bytes = Uint8Array.of(0xff, 0xfe)
  writeFileSync(file, bytes)
  changeFile(file, (text) => text)
  expect(readFileSync(file)).toEqual(Buffer.from(bytes))
})

test('makes no file', () => {
  expect(() => overwriteFile(join(folder, 'none.html'), '', 0)).toThrow('ENOENT')
  expect(() => changeFile(join(folder, 'none.html'), () => 'text')).toThrow('ENOENT')
})
