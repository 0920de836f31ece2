import { hashSource } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit, overwriteNonce, overwriteNonceBytes, sealHtml } from './index.ts'
import { pages } from './pages.test-kit.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 300), 20_000)
const nonce = 'c2VjcmV0LXNlYWwtbm9uY2U='
const file = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const integrityOf = (src: string): string | undefined => (src.startsWith('/own') ? file : undefined)

const TEXTS = ['own(1)', `own("${nonce}")`, 'own(3)//\n']
const STYLE = 'own{}'
/** What a framework renders: all of it has the nonce. */
const OWN = [
  ...TEXTS.map((text) => `<script nonce="${nonce}">${text}</script>`),
  `<style nonce="${nonce}">${STYLE}</style>`,
  `<script src="/own.js" async="" nonce="${nonce}"></script>`,
  `<script type="module" nonce="${nonce}" src="/own.js"></script>`,
  `<link rel="preload" as="script" nonce="${nonce}" href="/own.js"/>`,
  `<link rel="stylesheet" nonce="${nonce}" href="/a.css"/>`,
  `<!--${nonce}--><p title="a" id="b">${nonce}</p>`,
]
/** What somebody injects who has not seen the nonce. */
const INJECTED = [
  '<script>evil()</script>',
  '<script nonce=guess>evil()</script>',
  '<script nonce="">evil()</script>',
  '</script><script>evil()</script>',
  '</body></html><script>evil()</script>',
  '<script src=//evil.example/a.js></script>',
  `<script src=//evil.example/a.js integrity=${file}></script>`,
  '<script src=//evil.example/a.js x="',
  "<script src=//evil.example/a.js x='",
  '<script src=//evil.example/a.js ',
  '<script ',
  '<script x=',
  '<script nonce',
  '<script\n',
  '<script/',
  '<style ',
  '<style x="',
  '<svg><script ',
  '{}*{background:url(//evil.example)}</style>',
  '*/evil()/*</script>',
  '\nevil()</script>',
  '"><script>evil()</script>',
  '<base href=//evil.example>',
  '<link rel=preload as=script href=//evil.example/a.js>',
  '<a href=javascript:evil()>',
  '<p onclick=evil()>',
  '<p style=evil>',
  '<!--',
  '-->',
  '<svg>',
  '<math>',
  '<select>',
  '<template>',
  '<p><template shadowrootmode=open>',
  '<table>',
  '<iframe srcdoc="',
  '<textarea>',
  '<noscript>',
]

const bits = (...more: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.constantFrom(...OWN), ...more), { maxLength: 10 }).map((parts) => parts.join(''))
const injected = bits(fc.constantFrom(...INJECTED))
const anything = bits(fc.constantFrom(...INJECTED), fc.constantFrom(nonce, 'nonce=', ` nonce=${nonce} `, ' '), pages)
const seal = (html: string) => sealHtml(html, { nonce, integrityOf })

test('whatever is injected, only what was rendered is admitted', async () => {
  const own = await Promise.all(TEXTS.map((text) => hashSource(overwriteNonce(text, nonce))))
  const scripts = [...own, `'${file}'`]
  const styles = [await hashSource(STYLE)]
  await fc.assert(
    fc.asyncProperty(injected, async (html) => {
      const sealed = await seal(html)
      expect(sealed.scripts.filter((source) => !scripts.includes(source))).toEqual([])
      expect(sealed.styles.filter((source) => !styles.includes(source))).toEqual([])
    }),
    { numRuns: RUNS * 3 },
  )
})

test('the nonce is gone, and a sealed page is sealed', async () => {
  await fc.assert(
    fc.asyncProperty(anything, async (html) => {
      const sealed = await seal(html)
      expect(sealed.html).not.toContain(nonce)
      const again = await seal(sealed.html)
      expect(again.html).toBe(sealed.html)
      expect(again.scripts).toEqual(sealed.scripts.filter((source) => source === `'${file}'`))
      expect(again.styles).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

test('its policy blocks what the seal says, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(anything, async (html) => {
      const sealed = await seal(html)
      const list = (sources: readonly string[], more = ''): string => [...sources, more].join(' ')
      const policy = `script-src ${list(sealed.scripts, "'strict-dynamic'")}; style-src ${list(sealed.styles, 'https: http:')}`
      const page = { url: 'https://app.example/', headers: { 'content-security-policy': policy }, html: sealed.html }
      const entries = audit(page, { profile: 'chromium' }).filter(
        ({ effectiveDirective: directive, attribute = '' }) => {
          return /^(script|style)-src/.test(directive) && !attribute.endsWith('action')
        },
      )
      const told = sealed.blocked
        // Forms are asked about as requests.
        .filter(({ kind, attribute = '' }) => kind !== 'navigation' || !attribute.endsWith('action'))
        .map(({ kind, text }) => (kind === 'external script' || kind === 'preload' ? 'request' : `${kind} ${text}`))
      const blocked = entries.map(({ kind, text = '' }) => (kind === 'request' ? kind : `${kind} ${text}`))
      expect(told.toSorted()).toEqual(blocked.toSorted())
    }),
    { numRuns: RUNS },
  )
})

test('a page without the nonce and without files of the build stays as it is', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (html) => {
      expect(await seal(html)).toMatchObject({ html, scripts: [], styles: [] })
    }),
    { numRuns: RUNS },
  )
})

test('every start of a page is sealed as the whole is', async () => {
  await fc.assert(
    fc.asyncProperty(injected, fc.nat(), async (html, cut) => {
      const start = html.slice(0, cut % (html.length + 1))
      const whole = await seal(html)
      const { scripts } = await seal(start)
      // Up to what the rest would have made of it: a frameset, or a script that it closes.
      expect(scripts.filter((source) => !whole.scripts.includes(source))).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

test('bytes are overwritten as text is', () => {
  const near = fc.constantFrom(nonce, nonce.slice(0, 5), nonce.slice(5), nonce.slice(0, -1))
  const texts = fc.array(fc.oneof(near, fc.string({ unit: 'grapheme', maxLength: 3 }))).map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = overwriteNonceBytes(new TextEncoder().encode(text), nonce)
      expect(bytes).toEqual(new TextEncoder().encode(overwriteNonce(text, nonce)))
      expect(overwriteNonce(text, nonce)).not.toContain(nonce)
    }),
    { numRuns: RUNS },
  )
})
