import { expect, test } from 'vitest'
import { bundlePage } from '../scripts/bundle-page.ts'
import { SCRIPT, STYLES } from '../src/page/client-text.ts'

test('the client that the page embeds is made of its source: else run `pnpm --filter @sallyport/reports embed-page`', async () => {
  const { script, styles } = await bundlePage()
  expect(SCRIPT === script).toBe(true)
  expect(STYLES === styles).toBe(true)
})
