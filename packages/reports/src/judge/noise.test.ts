import { describe, expect, test } from 'vitest'
import { createBlockedReader } from './blocked.ts'
import { noiseOf } from './noise.ts'
import { NOISE_RULES } from './noise-rules.ts'
import { createPageReader } from './page-place.ts'
import { isPrivateHost } from './private-host.ts'

interface Evidence {
  readonly page?: string
  readonly blocked?: string
  readonly source?: string
  readonly sample?: string
  readonly foreign?: true
}

const pageOf = createPageReader(10)
const blockedOf = createBlockedReader(10)

function ruleOf({
  page = 'https://shop.example/',
  blocked = 'inline',
  source = '',
  sample = '',
  foreign,
}: Evidence): string | null {
  const evidence = {
    page: pageOf(page),
    isForeign: foreign === true,
    blocked: blockedOf(blocked),
    sourceFile: source,
    sample,
  }
  return noiseOf(evidence)?.rule ?? null
}

const ROWS: readonly (readonly [rule: string, evidence: Evidence])[] = [
  ['browser-extension', { blocked: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop/a.js' }],
  ['browser-extension', { blocked: 'chrome-extension' }],
  ['browser-extension', { source: 'moz-extension' }],
  ['browser-extension', { source: 'moz-extension://3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.js' }],
  ['browser-extension', { source: 'safari-web-extension://x/a.js' }],
  ['browser-internal', { source: 'resource://gre/modules/a.js' }],
  ['browser-internal', { blocked: 'chrome' }],
  ['in-app-browser', { blocked: 'webviewprogressproxy:///complete' }],
  ['in-app-browser', { blocked: 'gsa://onpageload' }],
  ['in-app-browser', { blocked: 'android-webview' }],
  ['security-software', { blocked: 'symres' }],
  ['copied-page', { page: 'https://shop-example.translate.goog/', foreign: true }],
  ['no-web-page', { page: 'about', foreign: true }],
  ['no-web-page', { page: 'data', foreign: true }],
  ['no-web-page', { page: 'file:///home/ada/shop.html', foreign: true }],
  ['foreign-page', { page: 'https://copy.example/', foreign: true }],
  ['injected-script', { sample: '(function installGlobalHook(window) {' }],
  ['injected-script', { sample: 'try{for(var lastpass_iter=0; lastpass_it' }],
  ['antivirus', { blocked: 'https://gc.kis.v2.scr.kaspersky-labs.com/x/main.js' }],
  ['rewriting-proxy', { source: 'https://global.opera-mini.net/a.js' }],
  ['private-address', { blocked: 'http://192.168.1.1/a.js' }],
  ['private-address', { blocked: 'http://localhost:8888/' }],
  ['own-host-other-port', { blocked: 'http://shop.example:8080/' }],
  ['about-address', { blocked: 'about:blank' }],
]

test.each(ROWS)('%s: %j', (rule, evidence) => {
  expect(ruleOf(evidence)).toBe(rule)
})

test('every rule has a row, a source and a version', () => {
  expect(new Set(ROWS.map(([rule]) => rule))).toEqual(new Set(NOISE_RULES.map(({ name }) => name)))
  expect(new Set(NOISE_RULES.map(({ name }) => name)).size).toBe(NOISE_RULES.length)
  for (const { source, since, what } of NOISE_RULES) expect(source.startsWith('https://') && since && what).toBeTruthy()
})

describe('no noise', () => {
  test.each<[title: string, evidence: Evidence]>([
    ['an inline script of the page', { source: 'https://shop.example/cart', sample: 'window.a=1' }],
    ['a stranger’s script', { blocked: 'https://evil.test/a.js' }],
    ['a host whose name begins like one', { blocked: 'https://kaspersky-labs.com.evil.test/' }],
    ['a host whose name ends like one', { blocked: 'https://notkaspersky-labs.com/' }],
    [
      'a page in a private network, and what it loads there',
      { page: 'http://192.168.1.2/', blocked: 'http://192.168.1.1/a.js' },
    ],
    [
      'another port, beside a page that has one',
      { page: 'https://shop.example:8443/', blocked: 'https://shop.example:9443/' },
    ],
    ['data:, which an app has too', { blocked: 'data' }],
    ['the well-known hosts where stolen data goes', { blocked: 'https://s3.amazonaws.com/bucket' }],
  ])('%s', (_, evidence) => {
    expect(ruleOf(evidence)).toBeNull()
  })
})

test.each<[host: string, isPrivate: boolean]>([
  ['10.0.0.1', true],
  ['127.0.0.1', true],
  ['169.254.1.1', true],
  ['172.16.0.1', true],
  ['172.31.0.1', true],
  ['192.168.0.1', true],
  ['[::1]', true],
  ['[fe80::1]', true],
  ['[fd12::1]', true],
  ['printer.local', true],
  ['localhost', true],
  ['172.32.0.1', false],
  ['192.169.0.1', false],
  ['8.8.8.8', false],
  ['[fc::1]', false],
  ['[2001:db8::1]', false],
  ['localhost.example', false],
  ['', false],
])('private: %s', (host, isPrivate) => {
  expect(isPrivateHost(host)).toBe(isPrivate)
})
