import { expect, test } from 'vitest'
import { brokenLinks } from './check-links.ts'

const tree: Readonly<Record<string, string>> = {
  'README.md': '# Top\n## Write it down',
  'docs/a.md': '# A',
  src: '',
  'src/a.test.ts': "test('adds up', () => {})",
  'src/a.ts': 'export const a = 1',
}

test.each([
  ['a file', '[a](../README.md)'],
  ['a folder', '[the source](../src)'],
  ['a heading of another file', '[how](../README.md#write-it-down)'],
  ['a heading of the same file', '[up](#a)'],
  ['another site', '[a](https://example.com/none) [b](mailto:a@example.com)'],
  ['the title of a test', '["adds up"](../src/a.test.ts)'],
  ['a name in a file', '[`a`](../src/a.ts)'],
  ['a file by its own name', '[`a.test.ts`](../src/a.test.ts)'],
  ['words that are no quotation', '[takes away](../src/a.test.ts)'],
  ['code', '`[a](none.md)`'],
])('%s is found', (_, markdown) => {
  expect(brokenLinks('docs/a.md', markdown, (path) => tree[path])).toEqual([])
})

test.each([
  ['a file that is not there', '[a](none.md)', 'docs/a.md:1 none.md does not exist'],
  ['a picture that is not there', '<img src="a.png">', 'docs/a.md:1 a.png does not exist'],
  ['a path from the wrong folder', '\n[a](src/a.ts)', 'docs/a.md:2 src/a.ts does not exist'],
  [
    'a heading that is not there',
    '[a](../README.md#speed)',
    'docs/a.md:1 ../README.md#speed is no heading of README.md',
  ],
  [
    'a title that the test does not have',
    '["takes away"](../src/a.test.ts)',
    'docs/a.md:1 src/a.test.ts does not say "takes away"',
  ],
  [
    'a title in other quotes',
    '[“takes away”](../src/a.test.ts)',
    'docs/a.md:1 src/a.test.ts does not say "takes away"',
  ],
  ['a name that the file does not have', '[`sum`](../src/a.ts)', 'docs/a.md:1 src/a.ts does not say "sum"'],
])('%s is told', (_, markdown, problem) => {
  expect(brokenLinks('docs/a.md', markdown, (path) => tree[path])).toEqual([problem])
})
