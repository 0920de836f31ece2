import { expect, test } from 'vitest'
import type { AppName } from './create-app.ts'
import { ask, nonceOf, noncesIn } from './kept.ts'
import type { Setting } from './recipes.ts'
import { clickCounter } from './steps.ts'
import { visit } from './visit.ts'

const renderedAt = (html: string) => /id="rendered">(\d+)</.exec(html)?.[1]

/** Kept pages that are made anew while the server runs. */
export function addRevalidation(setting: Setting, name: AppName): void {
  const [path, heading] = name === 'next16-cache-components' ? ['/used-cache', 'used cache'] : ['/isr', 'isr']

  test.each([
    ['', 'comes to life'],
    ['/attacked', 'runs no script that was injected'],
  ])('a page that was revalidated%s %s, made anew and as it is kept', async (tree) => {
    const { app, browser, other } = setting()
    const before = await ask(`${app.url}${tree}${path}`)
    const revalidated = await fetch(`${app.url}/api/revalidate?path=${tree}${path}`, { method: 'POST' })
    expect(revalidated.status).toBe(204)
    for (const state of ['made anew', 'kept']) {
      const visited = await visit(browser, `${app.url}${tree}${path}`)
      await clickCounter(visited, heading)
      const made = await visited.page.$eval('#rendered', (element) => element.textContent)
      expect(made, state).not.toBe(renderedAt(before.html))
      const injected = [`script-src-elem ${other.url}/injected.js`, 'script-src-elem inline', 'script-src-elem inline']
      if (tree !== '') await visited.untilViolations(injected.length)
      expect((await visited.violations()).toSorted(), state).toEqual(tree === '' ? [] : injected)
      expect(await visited.page.evaluate(() => window.__injected)).toBeUndefined()
      await visited.close()
    }
    const after = await ask(`${app.url}${tree}${path}`)
    expect(nonceOf(after.csp)).toBeUndefined()
    expect(noncesIn(after.html)).toEqual([])
  })

  if (name === 'next16-cache-components') return

  test('a page whose time is over comes to life, stale and made anew', async () => {
    const { app, browser } = setting()
    const before = await ask(`${app.url}/timed`)
    const made = async () => renderedAt((await ask(`${app.url}/timed`)).html)
    await expect.poll(made, { timeout: 10_000 }).not.toBe(renderedAt(before.html))
    const visited = await visit(browser, `${app.url}/timed`)
    await clickCounter(visited, 'timed')
    expect(await visited.violations()).toEqual([])
    await visited.close()
  })
}
