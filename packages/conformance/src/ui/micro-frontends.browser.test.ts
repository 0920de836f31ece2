import { shellCsp, teamCsp } from '@sallyport/core/csp'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, openPage, violationsOf } from './browser.ts'
import { type Route, type Site, startSite } from './site.ts'

// Whom a browser lets frame whom under the two presets. All names are this machine's, so that only the policies tell them apart.

let browser: Browser
/** The shell and whoever else frames; the teams and whoever else is framed; a team's host on another port. */
let shell: Site
let team: Site
let otherPort: Site

beforeAll(async () => {
  browser = await launch()
  const frame: Route = async (request, response) => {
    response.setHeader('content-type', 'text/html')
    const { searchParams } = new URL(request.url ?? '/', 'http://site.test')
    return `<!doctype html><iframe src="${searchParams.get('frame') ?? 'about:blank'}"></iframe>`
  }
  const content: Route = async (_request, response, nonce) => {
    response.setHeader('content-type', 'text/html')
    return `<!doctype html><script nonce="${nonce}">document.title = 'ran'</script>
<script>document.title = 'injected'</script><main>content</main>`
  }
  shell = await startSite('.', frame)
  team = await startSite('.', content)
  otherPort = await startSite('.', content)
  const teams = [`http://*.team.test:${team.port}`] as const
  const owner = `http://shell.test:${shell.port}` as const
  shell.setPolicy(shellCsp({ teams, frameAncestors: ["'self'"] }))
  team.setPolicy(teamCsp({ shell: owner }))
  otherPort.setPolicy(teamCsp({ shell: owner }))
})
afterAll(async () => {
  await browser?.close()
  for (const site of [shell, team, otherPort]) await site?.close()
})

test.each<[title: string, url: () => string]>([
  ['a team', () => `http://catalog.team.test:${team.port}/`],
  ['a host further below', () => `http://ui.catalog.team.test:${team.port}/`],
])('the shell frames %s, whose own script runs and no other', async (_title, url) => {
  const page = await openPage(browser)
  await page.goto(`http://shell.test:${shell.port}/?frame=${url()}`)
  const frame = page.frames()[1]
  await frame?.locator('main').waitFor()
  expect(await frame?.title()).toBe('ran')
  expect(await violationsOf(page)).toEqual([])
  await page.close()
})

test.each<[title: string, url: () => string]>([
  ['the bare domain', () => `http://team.test:${team.port}`],
  ['a domain that starts like it', () => `http://a.team.test.evil.test:${team.port}`],
  ['a domain that ends like it', () => `http://a.evilteam.test:${team.port}`],
  ['a team on another port', () => `http://catalog.team.test:${otherPort.port}`],
  ['anybody else', () => `http://evil.test:${team.port}`],
])('the shell does not frame %s', async (_title, url) => {
  const page = await openPage(browser)
  await page.goto(`http://shell.test:${shell.port}/?frame=${url()}/`)
  expect(await violationsOf(page)).toEqual([`frame-src ${url()}`])
  expect(await page.frames()[1]?.locator('main').count()).toBe(0)
  await page.close()
})

test('no page but the shell frames a team, be it on the way to the shell', async () => {
  const content = `http://catalog.team.test:${team.port}/`
  const nested = `http://shell.test:${shell.port}/?frame=${content}`
  shell.setPolicy({ directives: { 'frame-src': ['*'] } })
  for (const [top, depth] of [
    [`http://evil.test:${shell.port}/?frame=${content}`, 1],
    [`http://evil.test:${shell.port}/?frame=${encodeURIComponent(nested)}`, 2],
  ] as const) {
    const page = await openPage(browser)
    await page.goto(top)
    expect(page.frames()).toHaveLength(depth + 1)
    expect(await page.frames()[depth]?.locator('main').count()).toBe(0)
    await page.close()
  }
})
