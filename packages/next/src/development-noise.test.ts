import { expect, test } from 'vitest'
import { isNoise } from './development-noise.ts'
import type { Violation } from './violation-report.ts'

const chunks = 'http://localhost:3000/_next/static/chunks'
const react = `${chunks}/0c8l_next_dist_compiled_react-server-dom-turbopack_0d5pf1spejpqr._.js`
const reactDom = `${chunks}/node_modules_next_dist_compiled_react-dom_1f56dc._.js`
const tools = `${chunks}/node_modules_next_dist_compiled_next-devtools_index_1dd7fb59.js`
const own = `${chunks}/app_page_tsx_1jvm73._.js`
const inline: Violation = {
  directive: 'style-src-elem',
  blocked: 'inline',
  page: 'http://localhost:3000/',
  source: 'http://localhost:3000/',
  sample: 'p{color:red}',
  policy: '',
}
const evaluated = { ...inline, directive: 'script-src', blocked: 'eval', sample: '1' }
const sink = { ...inline, directive: 'require-trusted-types-for', blocked: 'trusted-types-sink', sample: 'eval|1' }

test.each<readonly [string, Violation]>([
  ['eval by React', { ...evaluated, source: react }],
  ['the same under Trusted Types', { ...sink, source: react }],
  ["the overlay's styles", { ...inline, source: tools }],
  ['the same, in a chunk with others', { ...inline, source: `${chunks}/node_modules_next_dist_compiled_14ibvn._.js` }],
  ['what hides a page of the Pages Router', { ...inline, sample: 'body{display:none}' }],
  ['the web socket of updates', { ...inline, directive: 'connect-src', blocked: 'ws://localhost:3000/_next/hmr?id=1' }],
  ['that of Next.js 15', { ...inline, directive: 'connect-src', blocked: 'ws://localhost:3000/_next/webpack-hmr' }],
  [
    "the overlay's font",
    { ...inline, directive: 'font-src', blocked: 'http://localhost:3000/__nextjs_font/geist-latin.woff2' },
  ],
  ['the error page', { ...inline, source: reactDom, sample: ':root {--next-error-bg: #fff;--next-erro' }],
  ['what webpack evaluates', { ...sink, source: 'webpack-internal' }],
  ['styles of what it evaluates', { ...inline, source: 'webpack-internal' }],
  ['an extension', { ...inline, source: 'chrome-extension' }],
  ["an extension's image", { ...inline, directive: 'img-src', blocked: 'moz-extension://1a2b/logo.png' }],
])('%s is noise', (_title, violation) => {
  expect(isNoise(violation)).toBe(true)
})

test.each<readonly [string, Violation]>([
  ['a <style> in the page', inline],
  ['a <style> that a component renders in the browser', { ...inline, source: reactDom }],
  ["the app's own eval", { ...evaluated, source: own }],
  ['HTML as text, which React sets for a component', { ...sink, source: reactDom, sample: 'Element innerHTML|<b>' }],
  ["the app's own request", { ...inline, directive: 'connect-src', blocked: 'https://api.example.com/' }],
  ['an image', { ...inline, directive: 'img-src', blocked: 'https://example.com/a.png' }],
])('%s is not', (_title, violation) => {
  expect(isNoise(violation)).toBe(false)
})
