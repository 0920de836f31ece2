import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineName } from '../../../differential/src/browser/engine.ts'
import { startBrowser } from './browsers.ts'
import type { AppName } from './create-app.ts'
import { filesWithText } from './files-with-text.ts'
import { ask, nonceOf, noncesIn, sourcesOf } from './kept.ts'
import { addNavigation } from './navigation.ts'
import { type MatrixPage, PAGES } from './pages.ts'
import { addRecipes, type Setting } from './recipes.ts'
import { addRevalidation } from './revalidation.ts'
import { type Bundler, type RunningMatrix, runMatrix } from './running-matrix.ts'
import { clickCounter, leaveAndComeBack } from './steps.ts'
import { visit } from './visit.ts'

/** Builds an app, starts it, and walks through all of its pages in each of the browsers. */
export function walkApp(name: AppName, bundler: Bundler, engines: readonly EngineName[]): void {
  describe(`${name}, built with ${bundler}`, () => {
    let matrix: RunningMatrix
    beforeAll(async () => {
      matrix = await runMatrix(name, bundler)
    })
    afterAll(() => matrix?.close())

    describe('two visitors', () => {
      const pages = [...PAGES[name], ...onDemand(name, 'both')]

      test.each(pages)(
        '$title: one enforced policy without unsafe-inline for scripts, and no nonce is met twice',
        async (row) => {
          const url = `${matrix.app.url}${row.path}`
          const answers = [await ask(url), await ask(url)]
          for (const { status, csp, html } of answers) {
            expect(status).toBe(row.status ?? 200)
            // A comma would part two policies.
            expect(csp).not.toContain(',')
            const scripts = sourcesOf(csp, 'script-src')
            expect(scripts).toContain("'strict-dynamic'")
            expect(scripts).not.toContain("'unsafe-inline'")
            const nonce = nonceOf(csp)
            if (row.made !== 'kept in the end') expect(nonce === undefined).toBe(row.made === 'kept')
            expect(noncesIn(html)).toEqual(nonce === undefined ? [] : [nonce])
          }
          const nonces = answers.flatMap(({ csp }) => nonceOf(csp) ?? [])
          expect(new Set(nonces).size).toBe(nonces.length)
        },
      )

      test('what is kept on the disk holds no nonce that was sent', async () => {
        const paths = PAGES[name].map(({ path }) => path)
        const answers = await Promise.all(paths.map((path) => ask(`${matrix.app.url}${path}`)))
        const nonces = answers.flatMap(({ csp }) => nonceOf(csp) ?? [])
        expect(nonces).not.toEqual([])
        expect(await filesWithText(join(matrix.folder, '.next'), nonces)).toEqual([])
      })
    })

    describe.each(engines)('in %s', (engine) => {
      let browser: Browser
      beforeAll(async () => {
        browser = await startBrowser(engine)
      })
      afterAll(() => browser?.close())
      const setting: Setting = () => ({ ...matrix, browser })

      describe('a page of each kind', () => {
        addWalks(setting, PAGES[name])
      })
      describe('pages made while the server runs', () => {
        addWalks(setting, onDemand(name, engine))
        addRevalidation(setting, name)
      })
      addNavigation(setting, name)
      if (name !== 'next16-cache-components') addRecipes(setting)
    })
  })
}

function addWalks(setting: Setting, pages: readonly MatrixPage[]): void {
  test.each(pages)('$title comes to life and runs no script that was injected', async (row) => {
    const { app, injector, other, browser } = setting()
    const url = row.attack === 'rendered' ? `${app.url}/attacked${row.path}` : `${injector.url}${row.path}`
    const visited = await visit(browser, url)
    expect(visited.response.status()).toBe(row.status ?? 200)
    await clickCounter(visited, row.heading)
    await visited.untilViolations(3)
    const violations = await visited.violations()
    expect(violations.toSorted()).toEqual([
      `script-src-elem ${other.url}/injected.js`,
      'script-src-elem inline',
      'script-src-elem inline',
    ])
    expect(await visited.page.evaluate(() => window.__injected)).toBeUndefined()
    expect(other.requests).not.toContain('/injected.js')
    await visited.close()
  })

  test.each(pages)('$title comes to life, leads to another page and back, without a violation', async (row) => {
    const { app, browser } = setting()
    const visited = await visit(browser, `${app.url}${row.path}`)
    expect(visited.response.status()).toBe(row.status ?? 200)
    await clickCounter(visited, row.heading)
    await leaveAndComeBack(visited, row)
    expect(await visited.violations()).toEqual([])
    expect(visited.complaints).toEqual([])
    await visited.close()
  })
}

/** Pages that nobody has visited before. */
function onDemand(name: AppName, engine: EngineName | 'both'): readonly MatrixPage[] {
  const slug = `for-${engine}`
  const isPartial = name === 'next16-cache-components'
  const made = isPartial ? 'kept in the end' : 'kept'
  const page = { heading: `post ${slug}`, attack: 'rendered' } as const
  return [
    { ...page, title: 'a page generated on the first visit', path: `/posts/${slug}`, made },
    { ...page, title: 'a page generated before this visit', path: `/posts/${slug}`, made },
    ...(isPartial
      ? ([
          { ...page, title: 'a shell made on the first visit', path: `/partial-posts/${slug}`, made: 'partly kept' },
          { ...page, title: 'a shell made before this visit', path: `/partial-posts/${slug}`, made: 'partly kept' },
        ] as const)
      : []),
  ]
}
