import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { overwriteFile } from './overwrite-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'overwrite-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['a shorter text', 'short'],
  ['a longer one', 'long '.repeat(10_000)],
  ['one as long in characters, and longer in bytes', 'é'.repeat(20)],
  ['nothing', ''],
  ['bytes', Uint8Array.of(0, 255, 1)],
])('leaves nothing of what was there: %s', (_title, content) => {
  const file = join(folder, 'page.html')
  writeFileSync(file, 'x'.repeat(20))
  const { ino } = statSync(file)
  overwriteFile(file, content)
  expect(readFileSync(file)).toEqual(Buffer.from(content))
  expect(statSync(file).ino).toBe(ino)
})

test('makes no file', () => {
  expect(() => overwriteFile(join(folder, 'none.html'), '')).toThrow('ENOENT')
})
