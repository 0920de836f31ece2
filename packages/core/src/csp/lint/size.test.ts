import { expect, test } from 'vitest'
import { lintCsp } from './lint.ts'

function filled(length: number): string {
  const start = 'img-src '
  return start + 'a'.repeat(length - start.length)
}

test.each<[bytes: number, severity: string | undefined]>([
  [2000, undefined],
  [2001, 'info'],
  [4096, 'info'],
  [4097, 'warning'],
  [8193, 'warning'],
])('a policy of %d bytes: %s', (bytes, severity) => {
  const find = (headers: readonly string[]) =>
    lintCsp(headers.map((header) => ({ header })))
      .filter(({ code }) => code === 'oversized-policy')
      .map((found) => [found.severity, found.value])
  const expected = severity === undefined ? [] : [[severity, bytes]]
  expect(find([filled(bytes)])).toEqual(expected)
  // They travel together.
  expect(find([filled(bytes - 500), filled(500)])).toEqual(expected)
})

test('a <meta> element travels in the body', () => {
  const found = lintCsp([{ header: filled(9000), delivery: 'meta' }])
  expect(found.map(({ code }) => code)).not.toContain('oversized-policy')
})
