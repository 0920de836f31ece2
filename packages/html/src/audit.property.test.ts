import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit, combineHashes, describeAuditEntry, type HashDirectives, hashHtml } from './index.ts'
import { pages } from './pages.test-kit.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 300), 20_000)
const url = 'https://app.example/docs/page.html'

test('whatever the page and its policies, entries are lines', () => {
  const policies = fc.array(
    fc.oneof(
      fc.constantFrom(
        "script-src 'self'",
        "default-src 'none'",
        'sandbox',
        "style-src 'nonce-a'",
        "base-uri 'none'",
        ',',
      ),
      fc.string({ maxLength: 20 }),
    ),
  )
  fc.assert(
    fc.property(pages, policies, (html, parts) => {
      const headers = {
        'content-security-policy': parts.join(';'),
        'content-security-policy-report-only': "img-src 'none'",
      }
      const entries = audit({ url, headers, html }, { reportOnly: true })
      expect(entries.map(describeAuditEntry).filter((line) => /[\r\n\0]/.test(line))).toEqual([])
      for (const { outcome } of entries) expect(outcome).not.toBe('allowed')
    }),
    { numRuns: RUNS },
  )
})

test.each(['spec', 'chromium'] as const)(
  'what hashHtml finds, audit lets through by its hashes: %s',
  async (profile) => {
    await fc.assert(
      fc.asyncProperty(pages, async (html) => {
        const { directives } = await hashHtml(html)
        const entries = audit({ url, headers: { 'content-security-policy': policyOf(directives) }, html }, { profile })
        expect(entries.filter(({ kind }) => kind !== 'request').map(describeAuditEntry)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  },
)

test('and blocks all of it without them', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (html) => {
      const found = await hashHtml(html)
      const policy = policyOf(combineHashes([]).directives)
      const entries = audit({ url, headers: { 'content-security-policy': policy }, html })
      const blocked = entries.filter(({ kind }) => kind !== 'request').map(({ kind, text }) => `${kind} ${text}`)
      const items = found.items
        .filter(({ kind }) => kind !== 'external script' && kind !== 'frame')
        .map(({ kind, text }) => `${kind} ${text}`)
      expect(items).toEqual(expect.arrayContaining(blocked))
      // All but scripts for older browsers, styles that are none, and forms, which are asked about as requests.
      if (!/nomodule|less|action/i.test(html)) expect(blocked.toSorted()).toEqual(items.toSorted())
    }),
    { numRuns: RUNS },
  )
})

function policyOf(directives: HashDirectives): string {
  const list = (name: keyof HashDirectives): string => `${name} ${(directives[name] ?? ["'none'"]).join(' ')}`
  return [list('script-src'), list('script-src-attr'), list('style-src'), list('style-src-attr')].join(';')
}
