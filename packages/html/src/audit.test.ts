import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { type AuditOptions, audit, describeAuditEntry } from './index.ts'

const url = 'https://app.example/docs/page.html?a=b'

/** Entries as lines, without the name of the page. */
function lines(policy: string, html: string, options: AuditOptions = {}): readonly string[] {
  const headers = { 'content-security-policy': policy }
  return audit({ url, headers, html }, { ...options, page: 'p' }).map(describeAuditEntry)
}

test.each<[title: string, policy: string, html: string, lines: readonly string[]]>([
  [
    'an inline script',
    "script-src 'self'",
    '<p>\n<script>go()</script>',
    [
      'p:2:9 <script>go() blocked by script-src (for script-src-elem): Add its hash, which hashHtml finds, to script-src.',
    ],
  ],
  [
    'an inline script without the nonce',
    "script-src 'nonce-abc'",
    '<script>go()</script><script nonce=abc>go()</script>',
    [
      'p:1:9 <script>go() blocked by script-src (for script-src-elem): Give it the nonce of the response, or add its hash, which hashHtml finds, to script-src.',
    ],
  ],
  [
    'a script with another nonce',
    "script-src-elem 'nonce-abc'",
    '<script nonce=Abc>go()</script>',
    [
      "p:1:19 <script>go() blocked by script-src-elem: It differs from 'nonce-abc' in capitals alone: change one of them.",
    ],
  ],
  [
    'a script of another host',
    "script-src 'self'",
    '<script src="https://cdn.example/a.js"></script>',
    [
      'p:1:14 <script src="https://cdn.example/a.js"> blocked by script-src (for script-src-elem): Add https://cdn.example to script-src.',
    ],
  ],
  [
    "a script beside 'strict-dynamic'",
    "script-src 'self' 'strict-dynamic'",
    '<script src=a.js></script>',
    [
      `p:1:13 <script src="https://app.example/docs/a.js"> blocked by script-src (for script-src-elem): 'self' does not count beside 'strict-dynamic': give it the nonce of the response, or an integrity whose hash is in the policy.`,
    ],
  ],
  [
    'a script without a nonce',
    "script-src 'nonce-abc' 'strict-dynamic'",
    '<script src=a.js></script><script src=b.js nonce=x></script>',
    [
      'p:1:13 <script src="https://app.example/docs/a.js"> blocked by script-src (for script-src-elem): Give it the nonce of the response.',
      'p:1:39 <script src="https://app.example/docs/b.js"> blocked by script-src (for script-src-elem): It has another nonce than the policy: give it the nonce of this response.',
    ],
  ],
  [
    'by fallback',
    "default-src 'none'",
    '<img src=/a.png>',
    [
      'p:1:10 <img src="https://app.example/a.png"> blocked by default-src (for img-src): Add img-src with \'self\', beside what default-src has.',
    ],
  ],
  [
    "in place of 'none'",
    "img-src 'none'",
    '<img src=data:,>',
    [`p:1:10 <img src="data:,"> blocked by img-src: Add data: to img-src in place of 'none'.`],
  ],
  [
    'by the scheme',
    'script-src https://cdn.example',
    '<script src=http://cdn.example/a></script>',
    [
      'p:1:13 <script src="http://cdn.example/a"> blocked by script-src (for script-src-elem): It differs from https://cdn.example in the scheme alone: change one of them.',
    ],
  ],
  [
    'a handler',
    "script-src 'nonce-abc'",
    '<p onclick="go()">',
    [
      `p:1:13 <p onclick="go()"> blocked by script-src (for script-src-attr): Listen for the event in a script, or add its hash, which hashHtml finds, to script-src with 'unsafe-hashes'.`,
    ],
  ],
  [
    'a javascript: URL',
    "script-src 'self'",
    '<a href="javascript:go()">',
    [
      `p:1:10 <a href="javascript:go()"> blocked by script-src (for script-src-elem): Use a button and a script, or add its hash, which hashHtml finds, to script-src with 'unsafe-hashes'.`,
    ],
  ],
  [
    'a style attribute',
    "style-src 'self'",
    '<p style="color:red">',
    [
      `p:1:11 <p style="color:red"> blocked by style-src (for style-src-attr): Use a class and a stylesheet, or add its hash, which hashHtml finds, to style-src with 'unsafe-hashes'.`,
    ],
  ],
  [
    'a form, a base and a frame',
    "form-action 'self'; base-uri 'none'; frame-src frames.example",
    '<base href=/x/><form action=//pay.example></form><iframe src=a></iframe>',
    [
      `p:1:12 <base href="https://app.example/x/"> blocked by base-uri: Add 'self' to base-uri in place of 'none'.`,
      'p:1:29 <form action="https://pay.example/"> blocked by form-action: Add https://pay.example to form-action.',
      `p:1:62 <iframe src="https://app.example/docs/a"> blocked by frame-src: Add 'self' to frame-src.`,
    ],
  ],
  [
    'a form without an action',
    "form-action 'none'",
    '<form></form>',
    [`p:1:1 <form> to ${url} blocked by form-action: Add 'self' to form-action in place of 'none'.`],
  ],
  [
    'a form that is a javascript: URL',
    "form-action 'self'; script-src *",
    '<form action="javascript:go()"></form>',
    ['p:1:15 <form action="javascript:go()"> blocked by form-action: Add javascript: to form-action.'],
  ],
  [
    'in a srcdoc frame',
    "img-src 'none'",
    '<iframe srcdoc="<p>\n<img src=a>"></iframe>',
    [
      `p:1:17 (srcdoc:2:10) <img src="https://app.example/docs/a"> blocked by img-src: Add 'self' to img-src in place of 'none'.`,
    ],
  ],
  [
    'what sandbox turns off',
    'sandbox',
    '<script>go()</script><form></form><style></style>',
    [
      'p:1:9 <script>go() blocked by sandbox: Add allow-scripts to sandbox.',
      `p:1:22 <form> to ${url} blocked by sandbox: Add allow-forms to sandbox.`,
    ],
  ],
  [
    'what depends on scripts',
    "require-trusted-types-for 'script'",
    '<a href=javascript:go()>',
    [
      'p:1:9 <a href="javascript:go()"> may be blocked by require-trusted-types-for: It passes only where a Trusted Types policy named default takes it; use a script.',
    ],
  ],
  [
    'what its styles ask for',
    "default-src 'self'; style-src 'unsafe-inline'",
    '<style>\r\n\r\n@import "//a.example/a.css";\r\n@font-face { src: url(//a.example/b) }</style><p style="background: url(//a.example/c)">',
    [
      'p:3:10 <style> with url(https://a.example/a.css) blocked by style-src (for style-src-elem): Add https://a.example to style-src.',
      'p:4:23 <style> with url(https://a.example/b) blocked by default-src (for font-src): Add font-src with https://a.example, beside what default-src has.',
      'p:4:73 <p style> with url(https://a.example/c) blocked by default-src (for img-src): Add img-src with https://a.example, beside what default-src has.',
    ],
  ],
  [
    'nothing that blocked styles ask for',
    "style-src 'none'; img-src 'none'",
    '<style></style><style type=a>b { c: url(d) }</style>',
    ['p:1:8 <style> blocked by style-src (for style-src-elem): Add its hash, which hashHtml finds, to style-src.'],
  ],
  ['nothing without a policy', '', '<script>go()</script><img src=//a.example>', []],
  [
    'nothing for older browsers',
    "script-src 'none'",
    '<script nomodule src=a></script><script nomodule>b</script>',
    [],
  ],
  ['nothing of a data block', "script-src 'none'", '<script type=application/json>{}</script>', []],
  [
    'nothing in a comment, noscript or template',
    "default-src 'none'",
    '<!--<img src=a>--><noscript><img src=a></noscript><template><img src=a></template>',
    [],
  ],
])('%s', (_, policy, html, expected) => {
  expect(lines(policy, html)).toEqual(expected)
})

test('an entry is data', () => {
  const html = '<!doctype html>\n<script src="/a.js"></script>'
  const [entry, ...others] = audit({ url, headers: { 'content-security-policy': "default-src 'none'" }, html })
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    kind: 'request',
    element: 'script',
    attribute: 'src',
    url: 'https://app.example/a.js',
    outcome: 'blocked',
    disposition: 'enforce',
    directive: 'default-src',
    effectiveDirective: 'script-src-elem',
    reason: 'empty-list',
    verdict: { source: { text: "'none'" }, policy: { text: "default-src 'none'" } },
    page: '/docs/page.html',
    line: 2,
    column: 14,
    offset: 29,
  })
})

test.each([
  [
    'Fetch’s',
    new Headers([
      ['Content-Security-Policy', "img-src 'none'"],
      ['content-security-policy', "font-src 'none'"],
    ]),
  ],
  ['Node’s', { 'content-security-policy': "img-src 'none', font-src 'none'" }],
  ['lines', { 'Content-Security-Policy': ["img-src 'none'", "font-src 'none'"], vary: undefined, 'content-length': 0 }],
])('headers may be %s', (_, headers) => {
  const html = '<img src=a><link rel=preload as=font href=b>'
  expect(audit({ url, headers, html }).map(({ directive }) => directive)).toEqual(['img-src', 'font-src'])
})

test('report-only policies are asked when wanted', () => {
  const headers = {
    'content-security-policy': "img-src 'self'",
    'content-security-policy-report-only': "img-src 'none', default-src 'none'",
  }
  const response = { url, headers, html: '<img src=a>' }
  expect(audit(response)).toEqual([])
  const entries = audit(response, { reportOnly: true })
  expect(entries.map(({ disposition, directive }) => [disposition, directive])).toEqual([
    ['report', 'img-src'],
    ['report', 'default-src'],
  ])
  expect(entries.map(describeAuditEntry)[0]).toContain('would be blocked by img-src')
})

test.each<[title: string, html: string, blocked: readonly string[]]>([
  // https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy
  ['holds for what comes after it', `<link rel=icon href=a>${meta("img-src 'none'")}<img src=b>`, ['b']],
  ['counts in head alone', `<body>${meta("img-src 'none'")}<img src=b>`, []],
  ['holds for the frames after it', `${meta("img-src 'none'")}<iframe srcdoc='<img src=c>'></iframe>`, ['c']],
  ['of a frame is its own', `<iframe srcdoc="${meta("img-src 'none'")}<img src=c>"></iframe><img src=d>`, ['c']],
  ['cannot sandbox', `${meta('sandbox')}<script src=a></script>`, []],
  ['is one policy, commas and all', `${meta("img-src 'none', font-src 'none'")}<link rel=preload as=font href=a>`, []],
  ['in a template is none', `<template>${meta("img-src 'none'")}</template><img src=b>`, []],
])('a <meta> policy %s', (_, html, blocked) => {
  const entries = audit({ url, headers: {}, html })
  expect(entries.map((entry) => entry.url)).toEqual(blocked.map((name) => `https://app.example/docs/${name}`))
})

function meta(policy: string): string {
  return `<meta http-equiv=Content-Security-Policy content='${policy.replaceAll("'", '&#39;')}'>`
}

test('what is found by hash is let through', async () => {
  const html = '<script>go()</script><p onclick=go()><style>a{}</style><p style=a:b>'
  const hash = await hashSource('go()')
  const policy = `script-src ${hash} 'unsafe-hashes'; style-src ${await hashSource('a{}')} ${await hashSource('a:b')}`
  expect(lines(policy, html)).toEqual([
    `p:1:65 <p style="a:b"> blocked by style-src (for style-src-attr): Its hash is in style-src: add 'unsafe-hashes' beside it.`,
  ])
})

test('a module has the integrity of the import map', () => {
  const digest = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  const html = `<script nonce=n type=importmap>{"integrity":{"./a.js":"${digest}"}}</script><script type=module src=a.js></script>`
  expect(lines(`script-src '${digest}' 'nonce-n' 'strict-dynamic'`, html)).toEqual([])
  expect(lines(`script-src '${digest}' 'strict-dynamic'`, html)).toHaveLength(2)
})

test('a base or import map counts whose attributes are blocked', () => {
  const digest = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  const html = `<base href=/x/ style=a><script nonce=n onerror=a type=importmap>{"integrity":{"./a.js":"${digest}"}}</script>
    <script type=module src=/x/a.js></script>`
  const entries = audit({
    url,
    headers: { 'content-security-policy': `script-src 'nonce-n' '${digest}'; style-src 'none'` },
    html,
  })
  expect(entries.map(({ effectiveDirective }) => effectiveDirective)).toEqual(['style-src-attr', 'script-src-attr'])
})

test('refuses what is no page and no address', () => {
  // @ts-expect-error undefined is no page
  expect(() => audit({ url, headers: {}, html: undefined })).toThrow('audit needs the text of a page as html')
  expect(() => audit({ url: '/docs', headers: {}, html: '' })).toThrow(
    'audit needs the address of the page as url, in full.',
  )
})

test('a line stays a line', () => {
  const html = `<script>\n\tgo('${'a'.repeat(100)}')</script>`
  expect(lines("script-src 'self'", html)[0]).toMatch(/^p:1:9 <script> {2}go\('a{54}… blocked by/)
})
