import { expect, test } from 'vitest'
import { codeBlocks, headingAnchors, links } from './markdown.ts'

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

test.each<[title: string, text: string, found: readonly (readonly [text: string, target: string])[]]>([
  ['a link', 'See [the code](src/a.ts).', [['the code', 'src/a.ts']]],
  [
    'two in a row of a table',
    '| [a](a.md) | ["b c"](b.ts#x) |',
    [
      ['a', 'a.md'],
      ['"b c"', 'b.ts#x'],
    ],
  ],
  ['code with brackets for a text', '[`origins[0]`](a.ts)', [['`origins[0]`', 'a.ts']]],
  ['a picture', '![shown](a.png)', [['shown', 'a.png']]],
  [
    'a picture in HTML',
    '<source srcset="dark.png"><img src="a.png">',
    [
      ['', 'dark.png'],
      ['', 'a.png'],
    ],
  ],
  ['one in code, which is none', 'Write `[a](b)`, or:\n```md\n[a](b)\n```', []],
  ['brackets without a target', 'a[0] and [x]', []],
])('links: %s', (_, text, found) => {
  expect(links(text).map((link) => [link.text, link.target])).toEqual(found)
})

test('a link tells its line', () => {
  expect(links('a\n```\nb\n```\n[c](d)')).toEqual([{ text: 'c', target: 'd', line: 5 }])
})

test('the anchors of headings are those of GitHub', () => {
  expect(headingAnchors('# One\ntext\n## Why “that”, now?\n```sh\n# no heading\n```\n### `cors` & csp')).toEqual([
    'one',
    'why-that-now',
    'cors--csp',
  ])
})
