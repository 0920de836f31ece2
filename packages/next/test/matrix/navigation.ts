import { expect, test } from 'vitest'
import type { AppName } from './create-app.ts'
import { PAGES } from './pages.ts'
import type { Setting } from './recipes.ts'
import { clickCounter } from './steps.ts'
import { visit } from './visit.ts'

/** From one page to others of all kinds, which were fetched ahead. */
export function addNavigation(setting: Setting, name: AppName): void {
  test('links fetch their pages ahead, and lead there, without a violation', async () => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}/links`)
    await clickCounter(visited, 'links')
    const paths = await visited.page.$$eval('main a', (links) => links.map((link) => link.getAttribute('href')))
    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) {
      await expect.poll(() => visited.requested).toContain(path)
      await visited.click(`a[href="${path}"]`)
      await clickCounter(visited, PAGES[name].find((page) => page.path === path)?.heading ?? 'no such page')
      await visited.page.evaluate(() => history.back())
      await visited.until('h1', 'links')
    }
    expect(await visited.violations()).toEqual([])
    expect(visited.complaints).toEqual([])
    await visited.close()
  })
}
