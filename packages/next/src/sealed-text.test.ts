import { type CompiledCsp, type CspConfig, compile, decide } from '@sallyport/core'
import { hashSource, NONCE } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { sealText } from './sealed-text.ts'

const FILE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const nonce = 'c2VhbC1ub25jZS1vZi1idWls'
const options = { nonce, integrityOf: (src: string) => (src === '/_next/a.js' ? FILE : undefined) }
const html =
  `<link rel=preload as=script href=/other.js><script nonce="${nonce}" src="/_next/a.js"></script>` +
  `<script nonce="${nonce}">own()</script><script>other()</script><style>p{}</style><p style="color:red" onclick="x()">`
const strict: CspConfig = { directives: { 'script-src': [NONCE, "'strict-dynamic'"] } }
const OTHER = await hashSource('other()')

test('what carries the nonce is admitted, and what does not is told', async () => {
  const { html: sealed, sources, blocked, breaks } = await sealText(html, compiled(strict), options)
  expect(sealed).toContain(`<script integrity="${FILE}" src="/_next/a.js"></script><script>own()</script>`)
  expect(sealed).not.toContain(nonce)
  expect(sources.scripts).toEqual([`'${FILE}'`, await hashSource('own()')].toSorted())
  expect(blocked.map(kindOf)).toEqual(['preload', 'script', 'script attribute'])
  expect(breaks).toBe(true)
})

test.each<[title: string, csp: CspConfig | readonly CspConfig[], blocked: readonly string[]]>([
  [
    'what the policy lists anyway is not blocked',
    { directives: { 'script-src': [NONCE, OTHER], 'script-src-attr': ["'unsafe-inline'"], 'style-src': [NONCE] } },
    ['preload', 'style', 'style attribute'],
  ],
  [
    'a directive without a nonce blocks on pages of any kind, so it is no finding about this one',
    { directives: { 'script-src': [NONCE, OTHER], 'script-src-attr': ["'none'"], 'style-src': ["'none'"] } },
    ['preload'],
  ],
  [
    'two policies must both list it',
    [{ directives: { 'script-src': [NONCE, OTHER] } }, { directives: { 'script-src-elem': [NONCE] } }],
    ['preload', 'script', 'script attribute'],
  ],
  [
    'a report-only policy blocks nothing',
    [{ ...strict, reportOnly: true }, { directives: { 'img-src': ["'self'"] } }],
    [],
  ],
])('%s', async (_title, csp, kinds) => {
  const { blocked } = await sealText(html, compiled(csp), options)
  expect(blocked.map(kindOf)).toEqual(kinds)
})

test.each<[title: string, csp: CompiledCsp | null]>([
  ['without a policy', null],
  ['without a nonce in it', compiled({ directives: { 'script-src': ["'self'"] } })],
])('%s, only the nonce is taken out', async (_title, csp) => {
  const { html: text, ...rest } = await sealText(html, csp, options)
  expect(text).toBe(html.replaceAll(` nonce="${nonce}"`, ''))
  expect(rest).toEqual({ sources: { scripts: [], styles: [] }, blocked: [], breaks: false })
})

test.each<[words: string, told: readonly string[]]>([
  [
    "'nonce'",
    ["2:7 style sheet: A hash admits no style sheet file. Add 'self' to style-src, or where the file comes from."],
  ],
  ["'self' 'nonce'", []],
  ["https://cdn.example.com 'nonce'", []],
  ["'self'", []],
])('style sheets with style-src %s', async (words, told) => {
  const page = `<head>\n<link rel="stylesheet" href="/a.css" nonce="${nonce}"/>`
  const { blocked, breaks } = await sealText(page, compiled(`script-src 'nonce'; style-src ${words}`), options)
  expect([blocked, breaks]).toEqual([told, false])
})

test('long texts are cut, so that a report stays readable', async () => {
  const { blocked } = await sealText(`<script>${'a();\n'.repeat(100)}</script>`, compiled(strict), options)
  expect(blocked[0]).toMatch(/^1:9 script "(a\(\); ){12}…": /)
})

function kindOf(blocked: string): string | undefined {
  return /^\d+:\d+ ([a-z ]+) "/.exec(blocked)?.[1]
}

function compiled(csp: CspConfig | readonly CspConfig[]): CompiledCsp {
  const decision = decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
  if (decision.kind !== 'continue' || decision.csp === null) throw new Error('no policy')
  return decision.csp
}
