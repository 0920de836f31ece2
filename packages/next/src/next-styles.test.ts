import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { hashNextStyles, NEXT_STYLES } from './next-styles.ts'

const [style = ''] = NEXT_STYLES

test("a style of Next.js's own error page is known by its text", async () => {
  expect(await hashNextStyles(`<div><style>${style}</style></div>`)).toEqual([await hashSource(style)])
})

test.each([
  ['another style', '<style>a{}</style>'],
  ['its text with something added', `<style>${style}a{}</style>`],
  ['its text outside a style', `<p>${style}</p>`],
])('%s is not', async (_title, html) => {
  expect(await hashNextStyles(html)).toEqual([])
})
