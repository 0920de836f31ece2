import { expect, test } from 'vitest'
import { terminalLines, terminalText } from './terminal-text.ts'

test.each([
  ['plain text', 'über /posts/日本 – €🎉', 'über /posts/日本 – €🎉'],
  ['an escape sequence', '\u001b[2Jx', '\\u001b[2Jx'],
  ['a C1 control', '\u009b31m', '\\u009b31m'],
  ['line ends', 'a\r\nb\u2028c', 'a\\u000d\\u000ab\\u2028c'],
  ['a turn of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['what is not seen', 'a\u200bb\u00adc\ufeff', 'a\\u200bb\\u00adc\\ufeff'],
  ['a tag beyond the first plane', '\u{e0041}', '\\udb40\\udc41'],
  ['half a pair', 'a\ud800b', 'a\\ud800b'],
])('%s', (_title, text, shown) => expect(terminalText(text)).toBe(shown))

test('line by line', () => expect(terminalLines('a\u0007\nb\u0007')).toBe('a\\u0007\nb\\u0007'))
