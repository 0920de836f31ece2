import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { hashInstructions } from './react-instructions.ts'

const SHELL_TIME = 'requestAnimationFrame(function(){$RT=performance.now()});'

test.each([
  ['content that came late', '$RC("B:0","S:0")', true],
  ['a segment', '$RS("S:1","P:1f")', true],
  ['content with stylesheets of the build', '$RR("B:0","S:0",[["/_next/static/css/a.css","next"]])', true],
  ['content that could not be rendered', '$RX("B:0","123;456")', true],
  ['the time of the shell', SHELL_TIME, true],
  ['a stylesheet from elsewhere', '$RR("B:0","S:0",[["https://evil.example/a.css"]])', false],
  ['more than one call', '$RC("B:0","S:0");evil()', false],
  ['another function', '$RC=function(){evil()};$RC("B:0","S:0")', false],
  ['something in the place of a number', '$RC("B:0","S:0"+evil())', false],
  ['the time of the shell, and more', `${SHELL_TIME}evil()`, false],
])('%s: %s', async (_title, text, isKnown) => {
  const hashes = await hashInstructions(`<p></p><script>${text}</script><script>other()</script>`)
  expect(hashes).toEqual(isKnown ? [await hashSource(text)] : [])
})

test('a script that does not end is none', async () => {
  expect(await hashInstructions('<script>$RC("B:0","S:0")')).toEqual([])
})
