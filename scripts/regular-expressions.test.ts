import { expect, test } from 'vitest'
import { findExpressions } from './regular-expressions.ts'

test.each([
  ['a literal', 'const a = /b+/', ['/b+/']],
  ['a literal with flags', 'return /b/giu', ['/b/giu']],
  ['a literal as an argument', "text.split(/[\\t ]+/).join('')", ['/[\\t ]+/']],
  ['a literal with a slash in a class', 'if (/[/]a/.test(b)) c()', ['/[/]a/']],
  ['a literal with an escaped slash', 'a.replace(/\\/+/g, "")', ['/\\/+/g']],
  ['a literal with quotes', "a(/'/); b('/c/')", ["/'/"]],
  ['a literal behind an arrow', 'const a = (b) => /c/.test(b)', ['/c/']],
  ['a literal at the start of a statement', 'a()\n;/b/.exec(c)', ['/b/']],
  ['one in a template', 'const a = `b $\u007bc.replace(/d/, "")} e`', ['/d/']],
  ['one in a template in a template', 'const a = `b $\u007b`c $\u007b/d/.test(e)}`} /f/`', ['/d/']],
  ['one behind braces in a template', 'const a = `$\u007b{ b: 1 }}` + /c/', ['/c/']],
  ['a constructor', "new RegExp('a')", ['RegExp']],
  ['a call of the constructor', "RegExp('a')", ['RegExp']],
  ['a match by text', "a.match('b')", ['.match(']],
  ['a match on the next line', 'a\n  .match(b)', ['.match(']],
  ['all matches', 'a.matchAll(b)', ['.matchAll(']],
  ['a search', 'a?.search(b)', ['.search(']],
])('%s is found', (_, source, expected) => {
  expect(findExpressions(source).map(({ what }) => what)).toEqual(expected)
})

test.each([
  ['a division', 'const a = b / c / d'],
  ['a division behind a bracket', 'const a = (b + 1) / c / 2'],
  ['a division of an element', 'const a = b[0] / c / d'],
  ['the line that names a program', '#!/usr/bin/env node\nconst a = b / c'],
  ['a line comment', "a() // b.match(/c/)\nconst d = 'e'"],
  ['a comment', '/* new RegExp(/a/) */ b()'],
  ['a docstring', '/**\n * `a.search(/b/)`\n */\nc()'],
  ['a text', "a('/b/ and .match( and RegExp')"],
  ['a text with a quote', "a('it\\'s /b/', \"/c/\")"],
  ['a template', 'a(`/b/ $\u007bc / d} /e/ .match(`)'],
  ['a split at a text', "a.split(',')"],
  ['a replacement of a text', "a.replace('b', 'c').replaceAll('/', '-')"],
  ['another word', "a.matches(b); a.searchParams.get('c')"],
])('%s is none', (_, source) => {
  expect(findExpressions(source)).toEqual([])
})

test('tells the line', () => {
  expect(findExpressions('// a\n`b\n$\u007bc}`\nd(/e/)')).toEqual([{ line: 4, what: '/e/' }])
})
