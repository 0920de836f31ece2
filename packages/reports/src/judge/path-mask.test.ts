import { expect, test } from 'vitest'
import { maskPath } from './path-mask.ts'

test.each<[path: string, masked: string]>([
  ['/', '/'],
  ['', '/'],
  ['/cart', '/cart'],
  ['/cart/', '/cart'],
  ['//cart///items', '/cart/items'],
  ['/docs/getting-started', '/docs/getting-started'],
  ['/api/v2/index.html', '/api/v2/index.html'],
  ['/myAccount/README', '/myAccount/README'],
  ['/orders/8812', '/orders/:id'],
  ['/orders/7/items/2', '/orders/:id/items/:id'],
  ['/blog/2026/11/a-title', '/blog/:id/:id/a-title'],
  ['/invoice/INV-0007', '/invoice/:id'],
  ['/a/b1c2', '/a/:id'],
  ['/a/order1234', '/a/:id'],
  ['/files/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/files/:id'],
  ['/files/deadbeefcafe', '/files/:id'],
  ['/s/aGVsbG8gd29ybGQ', '/s/:id'],
  ['/s/eyJhbGciOi.J9.sig', '/s/:id'],
  ['/s/abcdefghijklmnopqrstuvwxyz', '/s/:id'],
  ['/a/how-to-write-a-content-security-policy', '/a/:id'],
  ['/mail/ada@example.com', '/mail/:id'],
  ['/mail/ada%40example.com', '/mail/:id'],
  ['/caf%C3%A9', '/:id'],
  ['/a;jsessionid=1', '/:id'],
  ['/a=b', '/:id'],
  ['/users/ada/edit', '/users/:id/edit'],
  ['/Users/ada', '/Users/:id'],
  ['/reset/hunter', '/reset/:id'],
  ['/a/b/c/d/e/f/g/h', '/a/b/c/d/e/f/g/h'],
  ['/a/b/c/d/e/f/g/h/i', '/a/b/c/d/e/f/g/h/*'],
])('%s', (path, masked) => {
  expect(maskPath(path)).toBe(masked)
})
