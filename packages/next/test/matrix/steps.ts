import { expect } from 'vitest'
import type { MatrixPage } from './pages.ts'
import type { Visit } from './visit.ts'

/** Waits until the page has come to life, and sees that a real click is answered. */
export async function clickCounter(visited: Visit, heading: string): Promise<void> {
  await visited.until('h1', heading)
  await visited.until('#counter[data-alive=true]', 'clicked 0')
  await visited.click('#counter')
  await visited.until('#counter', 'clicked 1')
}

/** By a link, and by the browser's button. */
export async function leaveAndComeBack(visited: Visit, { heading }: MatrixPage): Promise<void> {
  const { page } = visited
  const before = await page.evaluate(() => performance.timeOrigin)
  await visited.click('#elsewhere')
  await clickCounter(visited, 'elsewhere')
  // Violations are noted in the document, so there must not have been another one.
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before)
  expect(await visited.violations()).toEqual([])
  // The page that is not there may be shown by the router or loaded again.
  const loaded = new Promise((resolve) => page.once('load', resolve))
  await page.evaluate(() => history.back())
  await visited.until('h1', heading).catch(() => loaded)
  await visited.until('h1', heading)
  await visited.until('#counter[data-alive=true]')
}
