import { expect, test } from 'vitest'
import type { AppName } from './create-app.ts'
import { PAGES } from './pages.ts'
import type { Setting } from './recipes.ts'
import { clickCounter } from './steps.ts'
import { visit } from './visit.ts'

/** The same as in the components/linked.js of the apps. */
const CLASSIC = ['/static', '/isr', '/posts/first', '/dynamic', '/streamed', '/grouped', '/parallel']
const LINKED: Readonly<Record<AppName, readonly string[]>> = {
  next16: CLASSIC,
  next15: CLASSIC,
  'next16-cache-components': ['/cached', '/partial', '/hole', '/posts/first', '/partial-posts/first', '/blocking'],
}

/** From one page to all the others, which were fetched ahead. */
export function addNavigation(setting: Setting, name: AppName): void {
  test('links fetch their pages ahead, and lead there, without a violation', async () => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}/links`)
    await clickCounter(visited, 'links')
    for (const path of LINKED[name]) {
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
