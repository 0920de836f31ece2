import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { ConfigError, type Finding } from '../finding.ts'

const A = 'https://a.test'

/** What a JavaScript user, or a JSON file, may hand over. */
function findingsOf(cors: unknown): readonly Finding[] {
  const config: object = { cors, csrf: false }
  try {
    return compile(config as Config, { isPublicSuffix: (domain) => domain === 'github.io' }).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

function known(origins: unknown): object {
  return { resolve: () => true, known: origins }
}

/** One finding, and no other. */
function findingOf(cors: unknown): Finding {
  const [finding, ...others] = findingsOf(cors)
  expect(others).toEqual([])
  if (finding === undefined) throw new Error('nothing was found')
  return finding
}

test.each<[title: string, origins: unknown, code: string, path: string, message: string, fix: string]>([
  ['an unset variable', undefined, 'unset-value', '', 'The value is undefined', 'Is an environment variable unset?'],
  ['an empty variable', '', 'unset-value', '', 'The value is ""', 'Is an environment variable unset?'],
  ['null', null, 'unset-value', '', 'The value is null', 'Is an environment variable unset?'],
  ['no entries', [], 'unset-value', '', 'The list is empty', 'cors: false for nobody'],
  ['no known entries', known([]), 'unset-value', '.known', 'The list is empty', 'Leave it out'],
  [
    'a text for the known ones',
    known(A),
    'invalid-type',
    '.known',
    'where a list of origins is',
    `Write known: ["${A}"].`,
  ],
  ['a star among the known ones', known(['*']), 'wildcard-with-others', '.known[0]', '"*" is any origin', 'Remove it'],
  [
    'a resolver without its function',
    { resolve: undefined },
    'unset-value',
    '.resolve',
    'is missing',
    'Write resolve: async',
  ],
  ['an unset entry', [undefined], 'unset-value', '[0]', 'The value is undefined', 'Is an environment variable unset?'],
  ['an empty entry', [''], 'unset-value', '[0]', 'The value is ""', 'Is an environment variable unset?'],
  ['a hole', Array(1), 'unset-value', '[0]', 'The value is undefined', 'Is an environment variable unset?'],
  ['a blank entry', [' '], 'unset-value', '[0]', '" " holds nothing but white space', 'An origin is'],
  ['an unset part', ['https://undefined'], 'unset-value', '[0]', 'a host named undefined', 'Set it'],
  ['an unset domain', ['https://app.undefined'], 'unset-value', '[0]', 'a host named undefined', 'Set it'],
  ['an unset port', ['https://a.test:undefined'], 'unset-value', '[0]', 'the port undefined', 'Set it'],
  ['a text for the list', A, 'invalid-type', '', 'is a text, where a list', `Write origins: ["${A}"].`],
  ['a text with a slash', `${A}/`, 'invalid-type', '', 'is a text, where a list', `Write origins: ["${A}"].`],
  ['a joined list', `${A}, b.test`, 'invalid-type', '', 'is a text', `Write origins: ["${A}", "https://b.test"].`],
  ['a text that is no origin', 'app', 'invalid-type', '', '"app" is a text', 'in a list.'],
  ['true', true, 'invalid-type', '', 'true is a boolean', "write '*' for any"],
  ['false', false, 'invalid-type', '', 'false is a boolean', 'cors: false'],
  ['a regular expression', /a\.test$/, 'invalid-type', '', '/a\\.test$/ is a regular expression', 'Write a pattern'],
  ['a set', new Set([A]), 'invalid-type', '', 'The value is a set', '[...origins]'],
  ['a promise', Promise.resolve([A]), 'invalid-type', '', 'The value is a promise', 'Await it'],
  ['a number', 1, 'invalid-type', '', '1 is a number', 'in a list.'],
  ['an object', { a: 1, resolve: () => true }, 'unknown-key', '.a', '"a" is not an option', 'resolve, known'],
  ['an entry that is a function', [() => true], 'invalid-type', '[0]', 'The value is a function', 'stands by itself'],
  ['an entry that is an expression', [/a/], 'invalid-type', '[0]', '/a/ is a regular expression', 'Write a pattern'],
  ['an entry that is a URL', [new URL(A)], 'invalid-type', '[0]', 'The value is a URL object', 'url.origin'],
  ['an entry that is a list', [[A]], 'invalid-type', '[0]', 'is a list', '[...origins]'],
  ['an entry that is true', [true], 'invalid-type', '[0]', 'true is a boolean', 'List the origins'],
  ['a list in one entry', [`${A},${A}:1`], 'invalid-origin', '[0]', 'several origins', `"${A}", "${A}:1"`],
  ['a star alone', ['*'], 'wildcard-with-others', '[0]', '"*" is any origin', "Write origins: '*'"],
  ['a star beside others', [A, '*'], 'wildcard-with-others', '[1]', '"*" is any origin', "Write origins: '*'"],
  ['null as text', ['null'], 'null-origin', '[0]', '"null" is the origin of every', 'dangerouslyAllowNullOrigin'],
  ['a repeated entry', [A, A], 'duplicate-value', '[1]', 'is listed twice', 'Remove one'],
  [
    'a covered name',
    ['https://*.b.test', 'https://a.b.test'],
    'redundant-value',
    '[1]',
    'already covered by "https://*.b.test"',
    'Remove it',
  ],
  [
    'a covered pattern',
    ['https://*.c.b.test', 'https://*.b.test'],
    'redundant-value',
    '[0]',
    'already covered',
    'Remove it',
  ],
  [
    'a covered port',
    ['http://localhost:*', 'http://localhost'],
    'redundant-value',
    '[1]',
    'already covered',
    'Remove it',
  ],
  ['a top-level domain', ['https://*.com'], 'public-suffix', '[0]', 'top-level domain .com', 'https://*.example.com'],
  ['one with a dot', ['https://*.com.:*'], 'public-suffix', '[0]', 'top-level domain .com', 'https://*.example.com:*'],
  [
    'a public suffix',
    ['https://*.github.io:8443'],
    'public-suffix',
    '[0]',
    'under .github.io',
    'https://*.your-name.github.io:8443',
  ],
])('origins: %s', (_, origins, code, path, message, fix) => {
  // Of two findings about one entry, the one that is asked for.
  const findings = findingsOf({ origins }).filter((finding) => finding.code === code)
  expect(findings).toEqual([
    expect.objectContaining({
      severity: 'error',
      path: `cors.origins${path}`,
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    }),
  ])
})

test.each([
  ['http://a.test', 'Write https://a.test.'],
  ['http://*.a.test:*', 'Write https://*.a.test:*.'],
  ['http://a.test:8080', 'Write https://a.test:8080.'],
  ['http://a.test:443', 'Write https://a.test.'],
  ['http://192.168.1.5', 'Write https://192.168.1.5.'],
])('%s is refused with credentials, and taken without', (origin, fix) => {
  expect(findingOf({ origins: [origin], credentials: true })).toMatchObject({
    code: 'insecure-origin',
    severity: 'error',
    fix: `${fix} Or set dangerouslyAllowInsecureOrigins.`,
  })
  expect(findingsOf({ origins: [origin], credentials: true, dangerouslyAllowInsecureOrigins: true })).toEqual([])
  expect(findingsOf({ origins: [origin] })).toEqual([])
})

test.each([
  'http://localhost:*',
  'http://localhost:3000',
  'http://*.localhost',
  'http://127.0.0.2',
  'http://[::1]:3000',
  'https://a.test',
  'app://a',
])('%s is taken with credentials', (origin) => {
  expect(findingsOf({ origins: [origin], credentials: true })).toEqual([])
})

test('a dot at the end makes another origin, which is said', () => {
  expect(findingOf({ origins: ['https://a.test.:8443'] })).toMatchObject({
    code: 'trailing-dot',
    severity: 'warning',
    message: expect.stringContaining('"https://a.test:8443"'),
  })
})

test.each<[flag: string, cors: object, because: string]>([
  ['dangerouslyAllowNullOrigin', { origins: '*' }, '"*" covers the null origin'],
  ['dangerouslyAllowInsecureOrigins', { origins: '*' }, '"*" covers insecure origins'],
  ['dangerouslyAllowInsecureOrigins', { origins: ['http://a.test'] }, 'credentials are off'],
  ['dangerouslyAllowInsecureOrigins', { origins: [A], credentials: true }, 'no insecure origin is listed'],
  ['dangerouslyAllowInsecureOrigins', { origins: ['http://localhost'], credentials: true }, 'no insecure origin'],
  ['dangerouslyAllowPublicSuffixes', { origins: '*' }, '"*" is no pattern'],
  ['dangerouslyAllowPublicSuffixes', { origins: [A] }, 'no wildcard stands below a public suffix'],
  ['dangerouslyAllowPublicSuffixes', { origins: ['https://*.me.github.io'] }, 'no wildcard stands below'],
  ['dangerouslyAllowPublicSuffixes', { origins: ['https://github.io'] }, 'no wildcard stands below'],
  ['dangerouslyReflectAnyOrigin', { origins: '*' }, 'credentials are off'],
  ['dangerouslyReflectAnyOrigin', { origins: [A] }, 'origins are listed'],
  ['preflightStatus', { origins: [A], preflightContinue: true, preflightStatus: 200 }, 'preflightContinue'],
])('%s in %j does nothing', (flag, cors, because) => {
  expect(findingOf({ [flag]: true, ...cors })).toMatchObject({
    code: 'useless-option',
    severity: 'warning',
    path: `cors.${flag}`,
    message: expect.stringContaining(because),
  })
})

test.each([
  { origins: [], dangerouslyAllowNullOrigin: true },
  { origins: [A], dangerouslyAllowNullOrigin: true },
  { origins: ['https://*.com'], dangerouslyAllowPublicSuffixes: true },
  { origins: ['https://*.github.io'], dangerouslyAllowPublicSuffixes: true },
  { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true, dangerouslyAllowNullOrigin: true },
])('%j means what it says', (cors) => {
  expect(findingsOf(cors)).toEqual([])
})

test.each([
  'credentials',
  'preflightContinue',
  'timingAllow',
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowPublicSuffixes',
  'dangerouslyReflectAnyOrigin',
])('%s takes true and false only', (flag) => {
  expect(findingOf({ origins: [A], [flag]: 'true' })).toMatchObject({
    code: 'invalid-type',
    path: `cors.${flag}`,
    message: '"true" is a text, where true or false is needed.',
    fix: 'Write true, without quotes.',
  })
  for (const value of [1, 'include', /a/, null])
    expect(findingOf({ origins: [A], [flag]: value })).toMatchObject({ severity: 'error', path: `cors.${flag}` })
})

test('a flag that two options go by is found wrong once', () => {
  const cors = { origins: [A], credentials: true, dangerouslyAllowInsecureOrigins: 'true' }
  expect(findingOf(cors)).toMatchObject({ code: 'invalid-type', path: 'cors.dangerouslyAllowInsecureOrigins' })
})

test.each<[value: unknown, code: string, fix: string]>([
  [Number.NaN, 'out-of-range', 'Was a text read that is no number? Write a whole number from 0 to 86400.'],
  [Number.POSITIVE_INFINITY, 'out-of-range', 'Write 86400.'],
  [-1, 'out-of-range', 'Write 0.'],
  [1.5, 'out-of-range', 'Write 2.'],
  [86_401, 'out-of-range', 'Write 86400.'],
  ['600', 'invalid-type', 'Write 600. A text from elsewhere can be read: Number(text).'],
  ['10m', 'invalid-type', 'Write a whole number of seconds from 0 to 86400.'],
  [null, 'unset-value', 'Is an environment variable unset? Set it, or stop at start-up when it is missing.'],
])('a maxAge of %s is refused', (maxAge, code, fix) => {
  expect(findingOf({ origins: [A], maxAge })).toMatchObject({ code, severity: 'error', path: 'cors.maxAge', fix })
})

test('a star in a list is not advised by itself where credentials forbid it', () => {
  expect(findingsOf({ origins: ['*'], credentials: true })).toContainEqual(
    expect.objectContaining({ code: 'wildcard-with-others', fix: expect.stringContaining('List the origins') }),
  )
})
