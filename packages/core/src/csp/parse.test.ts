import { expect, test } from 'vitest'
import { parseDirectives } from './parse.ts'

test.each<[title: string, text: string, directives: [string, ...string[]][]]>([
  ['nothing', '', []],
  ['separators alone', ' ; ;\t;', []],
  ['one directive', "img-src 'self' a.test", [['img-src', "'self'", 'a.test']]],
  ['a directive without a value', 'sandbox', [['sandbox']]],
  [
    'several, with an empty one between',
    'a 1;; b 2 ;',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['every ASCII white space', '\ta\n1\f2\r3 4', [['a', '1', '2', '3', '4']]],
  ['a name in capitals; values keep theirs', 'IMG-Src A.test', [['img-src', 'A.test']]],
  [
    'a repeated directive, which is left to the checks',
    'a 1; a 2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a no-break space is no white space', 'a\u00a01', [['a\u00a01']]],
  ['a vertical tab is no white space', 'a\v1', [['a\v1']]],
  ['a Kelvin sign is no k', 'webloc\u212a', [['webloc\u212a']]],
])('%s', (_title, text, directives) => {
  expect(parseDirectives(text)).toEqual(directives.map(([name, ...words]) => ({ name, words })))
})
