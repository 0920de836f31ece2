import fc from 'fast-check'
import type { Group } from '../group.ts'
import { groupOf } from './groups.test-kit.ts'

const DIRECTIVES = [
  'default-src',
  'script-src-elem',
  'script-src-attr',
  'script-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'font-src',
  'media-src',
  'connect-src',
  'frame-src',
  'worker-src',
  'object-src',
  'manifest-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
]
const ORIGINS = [
  'https://cdn.example',
  'https://lib.example',
  'https://a.lib.example',
  'https://lib.example:8443',
  'http://cdn.example',
  'https://shop.example',
  'wss://live.example',
  'https://10.0.0.1',
  'http://localhost:3000',
]
const KEYWORDS = ['inline', 'eval', 'wasm-eval', 'data:', 'blob:', 'chrome-extension:', '']

export const groups: fc.Arbitrary<Group> = fc
  .record({
    directive: fc.constantFrom(...DIRECTIVES),
    blocked: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ORIGINS) }, fc.constantFrom(...KEYWORDS)),
    page: fc.constantFrom(
      'https://shop.example/',
      'https://shop.example/orders/:id',
      'http://shop.example/',
      'https://shop.example/*',
    ),
    browser: fc.constantFrom('chromium', 'firefox', 'webkit', 'other'),
    disposition: fc.constantFrom('enforce', 'report'),
  })
  .map(groupOf)

const WORDS = [
  "'self'",
  "'none'",
  "'nonce-*'",
  "'strict-dynamic'",
  "'unsafe-inline'",
  `'sha256-${'A'.repeat(43)}='`,
  'https:',
  'data:',
  '*',
  '*.example',
  'lib.example',
  'https://lib.example/js/',
  'https://cdn.example:8443',
]

export const policies: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...DIRECTIVES), fc.array(fc.constantFrom(...WORDS), { maxLength: 4 })), {
    selector: ([name]) => name,
    maxLength: 5,
  })
  .map((directives) => directives.map(([name, words]) => [name, ...words].join(' ')).join('; '))
