import { expect, test } from 'vitest'
import { codeBlocks } from './markdown.ts'

test('a block carries its language, its code and the line its code starts at', () => {
  const text = ['# Title', '', '```ts', 'const a = 1', '', 'const b = 2', '```', 'text', '```sh', 'ls', '```'].join(
    '\n',
  )
  expect(codeBlocks(text)).toEqual([
    { language: 'ts', code: 'const a = 1\n\nconst b = 2\n', line: 4 },
    { language: 'sh', code: 'ls\n', line: 10 },
  ])
})

test('a text without blocks has none, and a block that never ends is none', () => {
  expect(codeBlocks('plain `code` text')).toEqual([])
  expect(codeBlocks('```ts\nconst a = 1')).toEqual([])
})
