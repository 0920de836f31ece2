import { expect, test } from 'vitest'
import { createPageReader } from './page-place.ts'

const placeOf = createPageReader(100)

test.each<[documentUrl: string, origin: string, page: string]>([
  ['https://shop.example/cart', 'https://shop.example', 'https://shop.example/cart'],
  ['https://shop.example', 'https://shop.example', 'https://shop.example/'],
  [
    'https://user:secret@shop.example:8443/orders/12?token=secret#secret',
    'https://shop.example:8443',
    'https://shop.example:8443/orders/:id',
  ],
  ['http://localhost:3000/', 'http://localhost:3000', 'http://localhost:3000/'],
  ['about', '', 'about:'],
  ['about:srcdoc', '', 'about:'],
  ['data:text/html,secret', '', 'data:'],
  ['blob:https://shop.example/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '', 'blob:'],
  ['file:///home/ada/page.html', '', 'file:'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/page.html', '', ''],
  ['', '', ''],
  ['no address', '', ''],
  ['/path/only', '', ''],
  ['https://', '', ''],
])('%s', (documentUrl, origin, page) => {
  for (const time of ['first', 'again']) {
    expect(placeOf(documentUrl), time).toMatchObject({ origin, page })
  }
})
