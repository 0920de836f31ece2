import { hashSource } from '@sallyport/core/csp'
import { describe, expect, test } from 'vitest'
import { type CacheEntry, extend, type HandlerContext, type InnerHandler, sealed } from './cache-handler.ts'
import { isCachedPage } from './cached-page.ts'
import type { RequestHeaders } from './render-mark.ts'
import { FILE_HASH, pageOf, TEST_CHANNEL, TEST_MANIFEST } from './sealing.test-kit.ts'
import { createSealing } from './sealing.ts'

const sealing = createSealing(TEST_CHANNEL, TEST_MANIFEST)
const CONTEXT = { kind: 'APP_PAGE' }

interface Store {
  readonly Handler: new (context: HandlerContext) => InnerHandler
  readonly entries: Map<string, unknown>
  readonly tags: unknown[]
}

function createStore(): Store {
  const entries = new Map<string, unknown>()
  const tags: unknown[] = []
  class Handler implements InnerHandler {
    async get(key: string): Promise<CacheEntry | null> {
      return entries.has(key) ? { value: entries.get(key) } : null
    }
    async set(key: string, value: unknown): Promise<void> {
      entries.set(key, value)
    }
    async revalidateTag(tag: unknown): Promise<void> {
      tags.push(tag)
    }
  }
  return { Handler, entries, tags }
}

type Make = (store: Store, headers: RequestHeaders) => InnerHandler

const KINDS: readonly (readonly [title: string, make: Make])[] = [
  ["Next.js's own", ({ Handler }, headers) => new (extend(Handler))({ _requestHeaders: headers }, sealing)],
  ["the app's own", ({ Handler }, headers) => sealed(new Handler({}), sealing, headers)],
]

describe.each(KINDS)('around %s handler', (_kind, make) => {
  function start(headers: RequestHeaders = {}) {
    const store = createStore()
    return { ...store, store, headers, handler: make(store, headers) }
  }

  describe('a page that is rendered and kept', () => {
    test('is rendered with a nonce of its own, whatever the request says', async () => {
      const { handler, headers } = start({
        'content-security-policy': "script-src 'nonce-forged'",
        'x-nonce': 'forged',
      })
      await handler.get('/a', CONTEXT)
      expect(headers['content-security-policy']).toMatch(/^script-src 'nonce-[\w-]{24}'$/)
      expect(headers['content-security-policy']).toBe(`script-src 'nonce-${headers['x-nonce']}'`)
    })

    test('is sealed in place: the first visitor gets the very object', async () => {
      const { handler, headers, entries } = start()
      await handler.get('/a', CONTEXT)
      const page = pageOf('APP_PAGE', String(headers['content-security-policy']))
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? ''
      await handler.set('/a', page, CONTEXT)
      expect(entries.get('/a')).toBe(page)
      expect(page.html).not.toContain(nonce)
      expect(page.html).toContain(`integrity="${FILE_HASH}"`)
      expect(new TextDecoder().decode(page.rscData)).toBe(`0:{"nonce":"${'.'.repeat(24)}"}`)
      expect(page.headers?.link).toBe('</_next/static/a.js>; rel=preload; as="script"')
      const own = await hashSource(`own("${'.'.repeat(24)}")`)
      const policy = page.headers?.['content-security-policy']
      expect(policy).toContain(own)
      expect(policy).toContain(`'${FILE_HASH}' 'strict-dynamic'`)
      expect(policy).not.toContain(await hashSource('evil()'))
    })

    test('is kept as it is when it is kept again because a later rendering failed', async () => {
      const { handler, headers, store } = start()
      await handler.get('/a', CONTEXT)
      const page = pageOf('APP_PAGE', String(headers['content-security-policy']))
      await handler.set('/a', page, CONTEXT)
      const before = structuredClone(page)
      await make(store, {}).set('/a', page, CONTEXT)
      expect(page).toEqual(before)
    })

    test('has a policy that admits files of the build alone when it was rendered for somebody else, and is not kept', async () => {
      const { handler, entries } = start()
      await handler.get('/a', CONTEXT)
      const page = pageOf('APP_PAGE', "script-src 'nonce-of-another-visitor-000'")
      await handler.set('/a', page, CONTEXT)
      expect(page.headers?.['content-security-policy']).toContain(`script-src '${FILE_HASH}' 'strict-dynamic';`)
      expect(page.html).not.toContain('of-another-visitor')
      expect(entries.size).toBe(0)
    })

    test('of a part has the sources of that part instead of a policy', async () => {
      const { handler, headers } = start()
      await handler.get('/a', CONTEXT)
      const page = { ...pageOf('APP_PAGE', String(headers['content-security-policy'])), postponed: 'state' }
      await handler.set('/a', page, CONTEXT)
      expect(page.headers?.['content-security-policy']).toBeUndefined()
      expect(page.headers?.['x-sallyport-shell']).toMatch(/^'sha256-[^;]+;$/)
    })
  })

  describe('an entry that is read', () => {
    test.each([
      ['sealed at build', pageWith({ 'content-security-policy': "script-src 'none'" }), '/a', 'APP_PAGE', true],
      ['a shell of the build', { ...pageWith({}), postponed: '' }, '/mixed', 'APP_PAGE', true],
      ['of the Pages Router, of the build', { ...pageWith({}), kind: 'PAGES' }, '/old', 'PAGES', true],
      ['of an earlier deployment', pageWith({}), '/a', 'APP_PAGE', false],
      ['of a policy that has no use for a nonce', pageWith({}), '/plain', 'APP_PAGE', true],
      ['of a path without a policy', pageWith({}), '/none', 'APP_PAGE', true],
      ['of a route handler', { kind: 'APP_ROUTE' }, '/a', 'APP_ROUTE', true],
      ['of a fetch', { kind: 'FETCH' }, '/a', 'FETCH', true],
    ])('%s', async (_title, value, key, kind, isServed) => {
      const { handler, entries } = start()
      entries.set(key, value)
      const entry = await handler.get(key, { kind })
      if (isServed) expect(entry?.value).toBe(value)
      // Then it is rendered anew.
      else expect(entry).toBeNull()
    })

    test('what the build says about it is added', async () => {
      const { handler, entries } = start()
      entries.set('/old', { ...pageWith({}), kind: 'PAGES' })
      const entry = await handler.get('/old', { kind: 'PAGES' })
      const value = isCachedPage(entry?.value) ? entry.value : undefined
      expect(value?.headers?.['content-security-policy']).toMatch(/^script-src 'sha256-old' 'strict-dynamic'/)
    })
  })

  test('all else that is asked of it goes to the wrapped handler', async () => {
    const { handler, tags } = start()
    await Reflect.apply(Reflect.get(handler, 'revalidateTag'), handler, ['posts'])
    expect(tags).toEqual(['posts'])
  })
})

function pageWith(headers: Readonly<Record<string, string>>) {
  return { kind: 'APP_PAGE', html: '<script>1</script>', headers: { ...headers } }
}
