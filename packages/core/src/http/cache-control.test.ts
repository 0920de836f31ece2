import { expect, test } from 'vitest'
import { keepFromSharedCaches } from './cache-control.ts'

test.each<[given: string | undefined, value: string, wasShared: boolean]>([
  [undefined, 'private, no-cache', false],
  ['', 'private, no-cache', false],
  [' , ', 'private, no-cache', false],
  // RFC 9111 §5.2.2.5 and §5.2.2.7: said already.
  ['no-store', 'no-store', false],
  ['Private, max-age=60', 'Private, max-age=60', false],
  [
    'private, no-cache, no-store, max-age=0, must-revalidate',
    'private, no-cache, no-store, max-age=0, must-revalidate',
    false,
  ],
  // Everybody's caches.
  ['public, max-age=60', 'max-age=60, private', true],
  ['public', 'private', true],
  ['s-maxage=60, max-age=5', 'max-age=5, private', true],
  ['max-age=60, proxy-revalidate', 'max-age=60, private', true],
  ['Public,MAX-AGE = 60', 'MAX-AGE = 60, private', true],
  // Storable, but no sign that it was meant to be shared.
  ['no-cache', 'no-cache, private', false],
  ['max-age=0, must-revalidate', 'max-age=0, must-revalidate, private', false],
  // §5.2.2.7: with an argument it is about those fields alone.
  ['private="set-cookie, x-a", max-age=60', 'max-age=60, private', true],
  ['no-cache="set-cookie, public", max-age=0', 'no-cache="set-cookie, public", max-age=0, private', false],
])('%j', (given, value, wasShared) => {
  expect(keepFromSharedCaches(given)).toEqual({ value, wasShared })
  expect(keepFromSharedCaches(value)).toEqual({ value, wasShared: false })
})
