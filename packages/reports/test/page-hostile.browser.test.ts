import { policyId } from '@sallyport/core/report'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Collector, fingerprintOf, memoryStore, type RecentReport } from '../src/index.ts'
import { groupOf } from '../src/learn/groups.test-kit.ts'
import { countedOf, PageHarness, write } from './page-harness.ts'

// Whatever stands in a report is text, and only text.
const harness = new PageHarness()
beforeAll(() => harness.start())
afterEach(() => harness.closePages())
afterAll(() => harness.close())

const TEXTS: readonly (readonly [title: string, text: string, shown: string])[] = [
  ['an image', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['the end of an attribute', `"'><svg onload=alert(1)>`, `"'><svg onload=alert(1)>`],
  ['the end of a script', '</script><script>alert(1)</script>', '</script><script>alert(1)</script>'],
  ['an address', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['a template', '{{constructor.constructor("alert(1)")()}}', '{{constructor.constructor('],
  ['another direction', 'https://\u202egro.elpmaxe', 'https://\\u202egro.elpmaxe'],
  ['isolates', 'a\u2066b\u2069c', 'a\\u2066b\\u2069c'],
  ['control characters', 'a\u0000\u0007\u001b[31mb\r\nc', 'a\\u0000\\u0007\\u001b[31mb\\u000d\\u000ac'],
  ['nothing to be seen', '\u200b\u00ad\ufeff', '\\u200b\\u00ad\\ufeff'],
  ['a look-alike', 'https://\u0440\u0430ypal.example', 'https://\\u0440\\u0430ypal.example'],
  ['half a character', '\ud800', '\\ud800'],
  ['the name of a method', 'toString', 'toString'],
  ['a prototype', '__proto__', '__proto__'],
  ['a long text', 'x'.repeat(2_000), 'x'.repeat(900)],
]

test.each(TEXTS)('%s', async (_, text, shown) => {
  const store = memoryStore()
  const policy = `img-src ${text}; default-src 'self'`
  const group = groupOf({
    site: text,
    policy: policyId(policy),
    directive: text,
    blocked: text,
    page: text,
    noise: { rule: text, confidence: 'likely' },
  })
  const other = groupOf({ ...group, page: `${text}2`, site: text })
  await write(
    store,
    [countedOf(group, 2), countedOf(other, 1)],
    [{ site: text, id: group.policy, text: policy, from: 0, to: 1 }],
  )
  const recent: RecentReport = { ...group, at: 0, sample: text, sourceFile: text, lineNumber: 1 }
  const collector: Collector = Object.assign(() => expect.fail(), {
    health: () => expect.fail(),
    recent: () => [recent],
    flush: async () => {},
    close: async () => {},
  })
  Object.assign(collector, { health: () => null })
  const explain = (): {
    summary: string
    details: string[]
    advice: string
    risk: string
    change: { directive: string; add: string; text: string; policy: string }
  } => ({
    summary: text,
    details: [text],
    advice: text,
    risk: text,
    change: { directive: text, add: text, text, policy },
  })
  const { page, problems } = await harness.open(
    { store, collector, explain, title: text },
    `/?noise=show&group=${fingerprintOf(group)}`,
  )
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  for (const place of ['h2', '.summary', '.risk', '.code code', '.facts', '.policy', '.tags', '.plain-list pre']) {
    expect(await dialog.locator(place).first().textContent(), place).toContain(shown)
  }
  await page.keyboard.press('Escape')
  for (const place of [
    '.legend .value',
    '.panel.blocked .value',
    '.panel.page .value',
    '.rows .what',
    '.rows .where',
    'thead',
  ]) {
    expect(await page.locator(place).first().textContent(), place).toContain(shown)
  }
  // As filters too, and back again.
  await page.locator('.panel.blocked button').first().click()
  await page.locator('.chips').getByText('Blocked:').waitFor()
  expect(new URL(page.url()).searchParams.get('blocked')).toBe(text === '\ud800' ? '\ufffd' : text)
  expect(await page.locator('img, script:not([type=module]), iframe, svg[onload]').count()).toBe(0)
  expect(problems).toEqual([])
})
