import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineName } from '../../../differential/src/browser/engine.ts'
import { startBrowser } from './browsers.ts'
import type { AppName } from './create-app.ts'
import { type MatrixPage, PAGES } from './pages.ts'
import { type Bundler, type RunningMatrix, runMatrix } from './running-matrix.ts'
import { type Visit, visit } from './visit.ts'

/** Builds an app, starts it, and walks through all of its pages in each of the browsers. */
export function walkApp(name: AppName, bundler: Bundler, engines: readonly EngineName[]): void {
  describe(`${name}, built with ${bundler}`, () => {
    let matrix: RunningMatrix
    beforeAll(async () => {
      matrix = await runMatrix(name, bundler)
    })
    afterAll(() => matrix?.close())

    describe.each(engines)('in %s', (engine) => {
      let browser: Browser
      beforeAll(async () => {
        browser = await startBrowser(engine)
      })
      afterAll(() => browser?.close())

      const pages = [...PAGES[name], ...onDemand(name, engine)]

      test.each(pages)('$title comes to life, leads to another page and back, without a violation', async (row) => {
        const visited = await visit(browser, `${matrix.app.url}${row.path}`)
        expect(visited.response.status()).toBe(row.status ?? 200)
        await clickCounter(visited, row.heading)
        await leaveAndComeBack(visited, row)
        expect(await visited.violations()).toEqual([])
        expect(visited.complaints).toEqual([])
        await visited.close()
      })

      test.each(pages)('$title comes to life and runs no script that was injected', async (row) => {
        const url =
          row.attack === 'rendered' ? `${matrix.app.url}/attacked${row.path}` : `${matrix.injector.url}${row.path}`
        const visited = await visit(browser, url)
        expect(visited.response.status()).toBe(row.status ?? 200)
        await clickCounter(visited, row.heading)
        await visited.untilViolations(3)
        const violations = await visited.violations()
        expect(violations.toSorted()).toEqual([
          `script-src-elem ${matrix.other.url}/injected.js`,
          'script-src-elem inline',
          'script-src-elem inline',
        ])
        expect(await visited.page.evaluate(() => window.__injected)).toBeUndefined()
        expect(matrix.other.requests).not.toContain('/injected.js')
        await visited.close()
      })
    })
  })
}

/** Pages that nobody has visited before this browser. */
function onDemand(name: AppName, engine: EngineName): readonly MatrixPage[] {
  const slug = `for-${engine}`
  const page = { heading: `post ${slug}`, attack: 'rendered' } as const
  return [
    { ...page, title: 'a page generated on the first visit', path: `/posts/${slug}`, made: 'kept' },
    { ...page, title: 'a page generated before this visit', path: `/posts/${slug}`, made: 'kept' },
    ...(name === 'next16-cache-components'
      ? ([
          { ...page, title: 'a shell made on the first visit', path: `/partial-posts/${slug}`, made: 'partly kept' },
          { ...page, title: 'a shell made before this visit', path: `/partial-posts/${slug}`, made: 'partly kept' },
        ] as const)
      : []),
  ]
}

async function clickCounter(visited: Visit, heading: string): Promise<void> {
  await visited.until('h1', heading)
  await visited.until('#counter[data-alive=true]', 'clicked 0')
  await visited.click('#counter')
  await visited.until('#counter', 'clicked 1')
}

async function leaveAndComeBack(visited: Visit, { heading, isLoadedAgain }: MatrixPage): Promise<void> {
  const { page } = visited
  const before = await page.evaluate(() => performance.timeOrigin)
  await visited.click('#elsewhere')
  await clickCounter(visited, 'elsewhere')
  // Violations are noted in the document, so there must not have been another one.
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before)
  expect(await visited.violations()).toEqual([])
  const loaded = isLoadedAgain && new Promise((resolve) => page.once('load', resolve))
  await page.evaluate(() => history.back())
  await loaded
  await visited.until('h1', heading)
  await visited.until('#counter[data-alive=true]')
}
