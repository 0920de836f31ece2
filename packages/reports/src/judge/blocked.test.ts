import { expect, test } from 'vitest'
import { createBlockedReader } from './blocked.ts'

const read = createBlockedReader(100)

test.each<[blockedUrl: string, kind: string, key: string, url: string]>([
  ['inline', 'keyword', 'inline', ''],
  ['wasm-eval', 'keyword', 'wasm-eval', ''],
  ['trusted-types-sink', 'keyword', 'trusted-types-sink', ''],
  ['', 'untold', '', ''],
  ['self', 'untold', 'self', ''],
  [
    'https://user:secret@cdn.example/a/b.js?token=secret#secret',
    'url',
    'https://cdn.example',
    'https://cdn.example/a/b.js',
  ],
  ['https://cdn.example:8443', 'url', 'https://cdn.example:8443', 'https://cdn.example:8443/'],
  ['wss://live.example/socket', 'url', 'wss://live.example', 'wss://live.example/socket'],
  ['http://[::1]:3000/x', 'url', 'http://[::1]:3000', 'http://[::1]:3000/x'],
  ['data', 'scheme', 'data:', 'data:blank'],
  ['data:', 'scheme', 'data:', 'data:blank'],
  ['data:image/png;base64,secret', 'scheme', 'data:', 'data:blank'],
  ['blob:https://shop.example/secret', 'scheme', 'blob:', 'blob:blank'],
  ['about', 'scheme', 'about:', 'about:blank'],
  ['wss', 'scheme', 'wss:', 'wss://host.invalid/'],
  ['https', 'scheme', 'https:', 'https://host.invalid/'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/a.js', 'scheme', 'chrome-extension:', 'chrome-extension:blank'],
  ['chrome-extension', 'scheme', 'chrome-extension:', 'chrome-extension:blank'],
  ['MyApp', 'scheme', 'myapp:', 'myapp:blank'],
  ['a8f1e97b3d21', 'scheme', 'other:', 'a8f1e97b3d21:blank'],
  ['//cdn.example/a.js', 'unreadable', '', ''],
  ['two words', 'unreadable', '', ''],
  ['https://', 'unreadable', '', ''],
  ['\ud800', 'unreadable', '', ''],
])('%j', (blockedUrl, kind, key, url) => {
  for (const time of ['first', 'again']) {
    expect(read(blockedUrl), time).toMatchObject({ kind, key, url })
  }
})
