import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { expected } from './smoke.ts'

const dist = join(import.meta.dirname, '../packages/core/dist')

test('the built core runs in a page, module by module as it is published', async () => {
  const url = await serve()
  const executablePath = process.env.CHROMIUM_PATH ?? ''
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(url)
  const run = "Promise.all([import('/core/index.js'), import('/smoke.js')]).then(([core, { smoke }]) => smoke(core))"
  expect(await page.evaluate(run)).toEqual(expected)
})

async function serve(): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const body = await fileFor(path)
    if (body === undefined) return void response.writeHead(404).end()
    response.setHeader('content-type', path === '/' ? 'text/html' : 'text/javascript').end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}/`
}

async function fileFor(path: string): Promise<string | undefined> {
  if (path === '/') return '<!doctype html>'
  if (path === '/smoke.js') return stripTypeScriptTypes(await readFile(join(import.meta.dirname, 'smoke.ts'), 'utf8'))
  if (path.startsWith('/core/')) return readFile(join(dist, path.slice('/core/'.length)), 'utf8')
  return undefined
}
