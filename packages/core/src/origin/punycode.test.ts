import { expect, test } from 'vitest'
import { decodePunycode } from './punycode.ts'

// Samples of RFC 3492 §7.1, and what no encoder makes.
test.each([
  ['xn--bcher-kva', 'bücher'],
  ['xn--80ak6aa92e', 'аррӏе'],
  ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['xn--fsqu00a', '例子'],
  ['xn--a', '\u0080'],
  ['xn--', undefined],
  ['xn--99999999', undefined],
  ['xn--!!', undefined],
])('the label %s stands for %s', (label, text) => {
  expect(decodePunycode(label)).toBe(text)
})
