import { isSourceProblem, parseSource } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashHtml } from './index.ts'
import { pages } from './pages.test-kit.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 500), 20_000)

test('whatever the page, there are items, and their hashes are sources', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (page) => {
      for (const { hashes, reason } of (await hashHtml(page, { templates: true })).items) {
        expect(hashes.some((hash) => isSourceProblem(parseSource(hash)))).toBe(false)
        expect(hashes.length === 0).toBe(reason !== undefined)
      }
    }),
    { numRuns: RUNS },
  )
})

test('each item is where its text is', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (page) => {
      const lines = page.split(/\r\n|\r|\n/)
      for (const item of (await hashHtml(page)).items) {
        const { line, column, offset } = item.inFrame === undefined ? item : { line: 1, column: 1, offset: 0 }
        // Up to where a character reference, a comment, a NUL or the end of a line comes between.
        const source = item.inFrame === undefined && !isFromMap(item) ? plainStart(page.slice(offset)) : ''
        expect(source.startsWith(plainStart(item.text)) || plainStart(item.text).startsWith(source)).toBe(true)
        expect(offsetOf(page, lines, line, column)).toBe(offset)
      }
    }),
    { numRuns: RUNS },
  )
})

/** Import maps name files that no element does. */
function isFromMap({ kind, attribute }: { readonly kind: string; readonly attribute?: string }): boolean {
  return kind === 'external script' && attribute === undefined
}

function plainStart(text: string): string {
  return text.split(/[&<\r\n\0\ufffd\ud800-\udfff]/, 1)[0] ?? ''
}

function offsetOf(page: string, lines: readonly string[], line: number, column: number): number {
  let offset = 0
  for (const before of lines.slice(0, line - 1)) {
    offset += before.length
    offset += page.startsWith('\r\n', offset) ? 2 : 1
  }
  return offset + column - 1
}
