import { hashSource } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CacheEntry, type InnerHandler, sealed } from './cache-handler.ts'
import type { RequestHeaders } from './render-mark.ts'
import { pageOf, TEST_CHANNEL, TEST_MANIFEST } from './sealing.test-kit.ts'
import { createSealing } from './sealing.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 300), 20_000)

const NONCE = /[\w-]{24}/g

/** What Next.js does with a cache, a page at a time, with a store that outlives its requests. */
function createServer() {
  const store = new Map<string, unknown>()
  const inner: InnerHandler = {
    get: async (key): Promise<CacheEntry | null> => (store.has(key) ? { value: store.get(key) } : null),
    set: async (key, value) => {
      store.set(key, value)
    },
  }
  const sealing = createSealing(TEST_CHANNEL, TEST_MANIFEST)
  const visit = async ({ path, kind, headers, isRevalidated, fails, asCopy }: Visit) => {
    const key = `/route-cache/${kind}/0/$${path}`
    const own: RequestHeaders = { ...headers }
    const handler = sealed(inner, sealing, own)
    const entry = await handler.get(key, { kind })
    if (entry !== null && !isRevalidated) return
    if (fails) {
      if (entry !== null) await handler.set(key, entry.value, { kind })
      return
    }
    const page = pageOf(kind, String(own['content-security-policy']), String(headers['x-nonce']))
    const writer = asCopy ? sealed(inner, sealing, { ...headers }) : handler
    await writer.set(key, page, { kind })
    expect(textOf(page)).not.toMatch(/[\w-]{24}'/)
  }
  return { store, visit }
}

interface Visit {
  readonly path: string
  readonly kind: 'APP_PAGE' | 'PAGES'
  readonly headers: RequestHeaders
  readonly isRevalidated: boolean
  readonly fails: boolean
  /** Written through a handler that was made for a copy of the headers. */
  readonly asCopy: boolean
}

const nonce = fc.stringMatching(/^[\w-]{24}$/)
const visits = fc.record({
  path: fc.constantFrom('/a', '/b', '/index'),
  kind: fc.constantFrom('APP_PAGE' as const, 'PAGES' as const),
  headers: nonce.map(
    (value): RequestHeaders => ({ 'x-nonce': value, 'content-security-policy': `script-src 'nonce-${value}'` }),
  ),
  isRevalidated: fc.boolean(),
  fails: fc.boolean(),
  asCopy: fc.boolean(),
})

test('whoever visits in whatever order, nothing that is kept holds a nonce, and all of it has its own policy', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(visits, { minLength: 1, maxLength: 12 }), async (list) => {
      const { store, visit } = createServer()
      for (const one of list) await visit(one)
      const injected = await hashSource('evil()')
      const given = list.flatMap(({ headers }) => [String(headers['x-nonce'])])
      for (const value of store.values()) {
        const text = textOf(value)
        for (const one of [...given, injected]) expect(text).not.toContain(one)
        // Marks are drawn inside, so any text of a nonce's form is one; hashes are longer.
        expect(text.replaceAll(/sha256-[\w+/]+=*/g, '').match(NONCE)).toBeNull()
        expect(text).toMatch(/script-src 'sha256-[^;]*'strict-dynamic'|script-src 'strict-dynamic'/)
      }
    }),
    { numRuns: RUNS },
  )
})

test('visitors at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(visits, { minLength: 2, maxLength: 6 }), async (list) => {
      const { store, visit } = createServer()
      await Promise.all(list.map(visit))
      for (const value of store.values()) {
        expect(
          textOf(value)
            .replaceAll(/sha256-[\w+/]+=*/g, '')
            .match(NONCE),
        ).toBeNull()
      }
    }),
    { numRuns: RUNS },
  )
})

function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (member instanceof Map) return [...member.values()].map((bytes) => new TextDecoder().decode(bytes))
    return member instanceof Uint8Array ? new TextDecoder().decode(member) : member
  })
}
