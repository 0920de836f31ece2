import { expect, test } from 'vitest'
import { type Delivery, heededDirectives, type ParsedPolicy, parseCsp, parseDirectives, serializeCsp } from './parse.ts'
import { readPolicies } from './policy-input.ts'

/** A directive in one line: its words, and after `!` why browsers ignore it. */
function show({ directives }: ParsedPolicy): readonly string[] {
  return directives.map(({ name, values, ignored }) =>
    [name, ...values.map(({ text }) => text), ...(ignored === undefined ? [] : [`!${ignored}`])].join(' '),
  )
}

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
])('words alone: %s', (_title, text, directives) => {
  expect(parseDirectives(text)).toEqual(directives.map(([name, ...words]) => ({ name, words })))
})

test.each<[title: string, text: string, policies: string[][]]>([
  ['§2.2.1: a policy', "default-src 'none'; img-src a.test", [["default-src 'none'", 'img-src a.test']]],
  ['§2.2.1 step 3.2: a semicolon ends a directive, empty ones are nothing', ';;a;;b;', [['a', 'b']]],
  ['§2.2.1 step 3.2: a directive with a character outside ASCII is dropped', 'a é; b', [['a é !not-ascii', 'b']]],
  ['… and does not take its name', 'a é; a 1; a 2', [['a é !not-ascii', 'a 1', 'a 2 !duplicate']]],
  ['… in its name', 'ä 1; b', [['ä 1 !not-ascii', 'b']]],
  [
    '… a no-break space is one, and joins what it stands between',
    'img-src\u00a0a.test',
    [['img-src\u00a0a.test !not-ascii']],
  ],
  ['§2.2.1 step 3.4: names have no case', 'IMG-SRC A.Test', [['img-src A.Test']]],
  ['§2.2.1 step 3.5: the first of a name counts', 'a 1; A 2; a 3', [['a 1', 'a 2 !duplicate', 'a 3 !duplicate']]],
  [
    '… names of object properties are names like others',
    'constructor 1; __proto__ 2',
    [['constructor 1', '__proto__ 2']],
  ],
  ['§2.2.1 step 3.6: white space is TAB, LF, FF, CR and space', 'a\t1\n2\f3\r4 5', [['a 1 2 3 4 5']]],
  ['… a vertical tab and NUL are characters', 'a\v1 \u0000', [['a\v1 \u0000']]],
  ['§2.2.2: a comma ends a policy', 'a 1, b 2', [['a 1'], ['b 2']]],
  ['… each has its own first directive', 'a 1, a 2', [['a 1'], ['a 2']]],
  ['… in the middle of a word too', 'a x,b', [['a x'], ['b']]],
  ['… empty policies stay in the list, to lose nothing', ', a 1,,', [[], ['a 1'], [], []]],
  ['a directive that nobody knows', 'foo-src x', [['foo-src x']]],
])('%s', (_title, text, policies) => {
  expect(parseCsp(text).map(show)).toEqual(policies)
})

const HEADER_ONLY = 'frame-ancestors a.test; report-uri /r; sandbox; report-to r; upgrade-insecure-requests'

test.each<[title: string, delivery: Delivery, text: string, policies: string[][]]>([
  [
    'a header carries all',
    {},
    HEADER_ONLY,
    [['frame-ancestors a.test', 'report-uri /r', 'sandbox', 'report-to r', 'upgrade-insecure-requests']],
  ],
  [
    '§3.3: <meta> carries no frame-ancestors, report-uri and sandbox',
    { delivery: 'meta' },
    HEADER_ONLY,
    [
      [
        'frame-ancestors a.test !delivery',
        'report-uri /r !delivery',
        'sandbox !delivery',
        'report-to r',
        'upgrade-insecure-requests',
      ],
    ],
  ],
  [
    '§6.3.2, Upgrade Insecure Requests §3.1: report-only carries no sandbox and no upgrade',
    { disposition: 'report' },
    HEADER_ONLY,
    [
      [
        'frame-ancestors a.test',
        'report-uri /r',
        'sandbox !delivery',
        'report-to r',
        'upgrade-insecure-requests !delivery',
      ],
    ],
  ],
  ['§3.3: <meta> holds one policy, commas and all', { delivery: 'meta' }, 'a 1, b 2; c', [['a 1, b 2', 'c']]],
  [
    'a duplicate is told as one, whatever carries it',
    { delivery: 'meta' },
    'sandbox; sandbox',
    [['sandbox !delivery', 'sandbox !duplicate']],
  ],
])('%s', (_title, delivery, text, policies) => {
  const parsed = parseCsp(text, delivery)
  expect(parsed.map(show)).toEqual(policies)
  for (const policy of parsed) {
    expect(policy).toMatchObject({ disposition: 'enforce', delivery: 'header', ...delivery })
  }
})

test('spans count from the start of the header, and slice to what they name', () => {
  const text = "\timg-src  'self' a.test ; b, sandbox"
  const [first, second] = parseCsp(text)
  expect([first?.offset, first?.length, second?.offset, second?.length]).toEqual([0, 27, 28, 8])
  const spans = parseCsp(text).flatMap(({ directives }) =>
    directives.flatMap(({ offset, length, nameToken, values }) => [{ offset, length }, nameToken, ...values]),
  )
  expect(spans.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
    "img-src  'self' a.test",
    'img-src',
    "'self'",
    'a.test',
    'b',
    'b',
    'sandbox',
    'sandbox',
  ])
})

test('heeded directives are those that are not ignored', () => {
  const [policy] = parseCsp('a 1; a 2; b é; sandbox', { disposition: 'report' })
  expect(policy && [...heededDirectives(policy).keys()]).toEqual(['a'])
})

test('policies of several responses and lists become one list, without the empty ones', () => {
  const parsed = parseCsp('a 1,, b 2')
  const policies = readPolicies([{ header: ',c 3', disposition: 'report' }, ...parsed, { header: '' }])
  expect(policies.map(({ disposition, text }) => [disposition, text])).toEqual([
    ['report', 'c 3'],
    ['enforce', 'a 1'],
    ['enforce', ' b 2'],
  ])
  expect(serializeCsp(parsed)).toBe('a 1,, b 2')
})
