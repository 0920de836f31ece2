import { expect, test } from 'vitest'
import { describeViolation, violationKey } from './describe-violation.ts'
import type { Violation } from './violation-report.ts'

const inline: Violation = {
  directive: 'script-src-elem',
  blocked: 'inline',
  page: 'http://localhost:3000/pricing?secret=1',
  source: 'http://localhost:3000/pricing',
  sample: 'let a = 1',
  policy: "script-src 'nonce-abc' 'strict-dynamic'; style-src 'self'; img-src 'self'; default-src 'self'",
}

test.each<readonly [string, Partial<Violation>, readonly string[]]>([
  [
    'an inline script: its hash, since a sample shorter than 40 characters is all of it',
    {},
    [
      'production would block the inline <script> "let a = 1" on /pricing (script-src-elem).',
      "  Why: blocked by script-src, for script-src-elem: it is inline, and neither 'unsafe-inline' nor a nonce or hash admits it.",
      "  To allow it: If it is yours: list 'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ=' in script-src, which serves static pages too, or render the page per request and write <script {...nonceProps(await cspNonce())}>.",
    ],
  ],
  [
    'a longer one: where its hash is told',
    { sample: 'x'.repeat(40) },
    [
      `production would block the inline <script> "${'x'.repeat(40)}"… on /pricing (script-src-elem).`,
      "  Why: blocked by script-src, for script-src-elem: it is inline, and neither 'unsafe-inline' nor a nonce or hash admits it.",
      "  To allow it: If it is yours: list its hash (the browser's console says which) in script-src, which serves static pages too, or render the page per request and write <script {...nonceProps(await cspNonce())}>.",
    ],
  ],
  [
    'a style attribute',
    { directive: 'style-src-attr', sample: 'color:red' },
    [
      'production would block the inline style attribute "color:red" on /pricing (style-src-attr).',
      "  Why: blocked by style-src, for style-src-attr: it is inline, and neither 'unsafe-inline' nor a nonce or hash admits it.",
      `  To allow it: Use a class, or admit all of them: 'style-src-attr': ["'unsafe-inline'"].`,
    ],
  ],
  [
    'eval: where it happens',
    { directive: 'script-src', blocked: 'eval', source: 'http://localhost:3000/_next/static/chunks/a.js', sample: '1' },
    [
      'production would block text run as code "1" on /pricing (script-src).',
      '  Why: blocked by script-src: no keyword admits turning text into code.',
      "  To allow it: It happens in http://localhost:3000/_next/static/chunks/a.js. Do without eval, new Function and timers with texts, or add 'unsafe-eval' to script-src.",
    ],
  ],
  [
    'an image of another host: its origin, and nothing of its query',
    { directive: 'img-src', blocked: 'https://cdn.example.com/a.png?token=1', sample: '' },
    [
      'production would block https://cdn.example.com/a.png on /pricing (img-src).',
      '  Why: blocked by img-src: no source admits its address.',
      "  To allow it: List 'https://cdn.example.com' in img-src, or for some pages in routes: csp: { append: { 'img-src': ['https://cdn.example.com'] } }.",
    ],
  ],
  [
    'one of the own host',
    { directive: 'img-src', blocked: 'http://localhost:3000/a.png', sample: '', policy: "img-src 'none'" },
    [
      'production would block http://localhost:3000/a.png on /pricing (img-src).',
      '  Why: blocked by img-src: the list admits nothing, "\'none\'".',
      `  To allow it: List "'self'" in img-src, or for some pages in routes: csp: { append: { 'img-src': ["'self'"] } }.`,
    ],
  ],
  [
    'what has a scheme alone, where the policy was too long to be told',
    { directive: 'font-src', blocked: 'data', sample: '', policy: '' },
    [
      'production would block data on /pricing (font-src).',
      "  To allow it: List 'data:' in font-src, or for some pages in routes: csp: { append: { 'font-src': ['data:'] } }.",
    ],
  ],
  [
    "a script beside 'strict-dynamic', where no list of hosts helps",
    { blocked: 'https://cdn.example.com/a.js', sample: '' },
    [
      'production would block https://cdn.example.com/a.js on /pricing (script-src-elem).',
      "  Why: blocked by script-src, for script-src-elem: 'strict-dynamic' admits what the HTML parser inserts by nonce or hash only, \"'strict-dynamic'\".",
      '  To allow it: Load it with next/script, or give the element nonceProps(await cspNonce()) on a page rendered per request.',
    ],
  ],
])('%s', async (_title, changed, lines) => {
  expect((await describeViolation({ ...inline, ...changed })).split('\n')).toEqual(lines)
})

test.each<readonly [string, Partial<Violation>]>([
  ['control characters and directions', { sample: '\u001b[31m\u202e', source: '\u001b]0;', blocked: 'inline' }],
  ['an address that is none', { directive: 'img-src', blocked: '\u001b[2J\r\n[sallyport] all is well' }],
  ['a policy that is none', { policy: '\u0000,;;\ud800'.repeat(100) }],
])('%s are escaped, and the lines stay short', async (_title, changed) => {
  const told = await describeViolation({ ...inline, ...changed })
  for (const line of told.split('\n')) {
    expect(line.length).toBeLessThan(700)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/)
  }
  expect(told.split('\n').length).toBeLessThanOrEqual(3)
})

test.each<readonly [string, Partial<Violation>, Partial<Violation>, boolean]>([
  ['two images of one host', { blocked: 'https://a.example/1' }, { blocked: 'https://a.example/2' }, true],
  ['images of two hosts', { blocked: 'https://a.example/1' }, { blocked: 'https://b.example/1' }, false],
  [
    'two style attributes of a page',
    { directive: 'style-src-attr' },
    { directive: 'style-src-attr', sample: 'b' },
    true,
  ],
  ['those of two pages', { directive: 'style-src-attr' }, { directive: 'style-src-attr', page: 'http://a/b' }, false],
  ['two inline scripts', {}, { sample: 'b' }, false],
  ['one on a page with another query', {}, { page: 'http://localhost:3000/pricing' }, true],
])('%s: one violation or two', (_title, one, other, isOne) => {
  expect(violationKey({ ...inline, ...one }) === violationKey({ ...inline, ...other })).toBe(isOne)
})
