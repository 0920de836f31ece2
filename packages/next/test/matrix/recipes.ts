import type { Browser } from 'puppeteer-core'
import { describe, expect, test } from 'vitest'
import type { RunningMatrix } from './running-matrix.ts'
import { clickCounter } from './steps.ts'
import { type Visit, visit } from './visit.ts'

export type Setting = () => RunningMatrix & { readonly browser: Browser }

interface Recipe {
  readonly title: string
  readonly heading: string
  readonly works: (visited: Visit, setting: ReturnType<Setting>) => Promise<void>
}

const RECIPES: readonly Recipe[] = [
  {
    title: 'next/script',
    heading: 'scripts',
    works: async (visited) => {
      for (const kind of ['before', 'after', 'inline']) await visited.until(`html[data-${kind}=ran]`)
      // lazyOnload waits until the browser is idle, and headless Chromium is not before it has drawn something.
      await visited.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      await visited.until('html[data-lazy=ran]')
    },
  },
  {
    title: 'analytics of another origin',
    heading: 'analytics',
    works: async (visited, { other }) => {
      await visited.until('html[data-analytics=ran]')
      await expect.poll(() => other.requests).toContain('/beacon')
    },
  },
  {
    title: 'next/image',
    heading: 'image',
    works: async ({ page }) => {
      const width = await page.evaluate(async () => {
        const image = document.querySelector('img')
        await image?.decode()
        return image?.naturalWidth ?? 0
      })
      expect(width).toBeGreaterThan(0)
    },
  },
  {
    title: 'next/font',
    heading: 'font',
    works: async ({ page }) => {
      const loaded = await page.evaluate(async () => {
        const fonts = await document.fonts.ready
        return [...fonts].map(({ status }) => status)
      })
      expect(loaded).toContain('loaded')
    },
  },
  {
    title: 'styled-components',
    heading: 'styled',
    works: async (visited) => {
      const color = () => visited.page.$eval('#painted', (element) => getComputedStyle(element).color)
      expect(await color()).toBe('rgb(1, 2, 3)')
      await visited.click('#painted')
      await expect.poll(color).toBe('rgb(4, 5, 6)')
    },
  },
]

/** What apps put on their pages, on a page that is kept and on one that is rendered per request. */
export function addRecipes(setting: Setting): void {
  describe.each(['/recipes', '/live-recipes'])('below %s', (folder) => {
    test.each(RECIPES)('$title', async ({ heading, works }) => {
      const { app, browser } = setting()
      const visited = await visit(browser, `${app.url}${folder}/${heading}`)
      await clickCounter(visited, heading)
      await works(visited, setting())
      expect(await visited.violations()).toEqual([])
      expect(visited.complaints).toEqual([])
      await visited.close()
    })
  })

  test.each(['static', 'dynamic'])('a server action of a %s page', async (kind) => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}/action/${kind}`)
    await visited.until('#counter[data-alive=true]')
    await visited.click('#greet')
    await visited.until('#greeting', 'hello Ada')
    expect(await visited.violations()).toEqual([])
    await visited.close()
  })

  test('a page that throws in the browser shows its error.jsx', async () => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}/failing/browser`)
    await clickCounter(visited, 'about to fail')
    await visited.click('#throw')
    await clickCounter(visited, 'failed')
    expect(await visited.violations()).toEqual([])
    await visited.close()
  })

  test('a page of the Pages Router that fails shows what Next.js has for that, with its style', async () => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}/legacy/failing`)
    expect(visited.response.status()).toBe(500)
    await visited.until('body', 'Internal Server Error')
    expect(await visited.violations()).toEqual([])
    await visited.close()
  })
}
