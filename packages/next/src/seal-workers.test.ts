import { strictCsp } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { createSealWorkers } from './seal-workers.ts'

const nonce = 'c2VhbC1ub25jZS1vZi1idWls'
const channel = {
  version: 1,
  config: { csp: strictCsp({ mode: 'nonce' }), routes: [{ path: '/open', csp: false }] },
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
} as const
const pageOf = (number: number) => `<p>${number}<script nonce="${nonce}">page(${number})</script>`

// More than one thread takes on, so that most are sealed by others.
test('many pages are sealed as one is, and each is given back to who asked', async () => {
  const workers = createSealWorkers({ channel, nonce, integrity: {}, trailingSlash: false })
  const numbers = Array.from({ length: 250 }, (_, number) => number)
  const sealed = await Promise.all(numbers.map((number) => workers.seal(pageOf(number), '/')))
  expect(sealed.map(({ html }) => html)).toEqual(
    numbers.map((number) => `<p>${number}<script>page(${number})</script>`),
  )
  expect(new Set(sealed.flatMap(({ sources }) => sources.scripts)).size).toBe(numbers.length)
  const open = await workers.seal(pageOf(0), '/open')
  expect(open.sources.scripts).toEqual([])
  await workers.end()
})

test('what cannot be sealed is an error, wherever it is sealed', async () => {
  const workers = createSealWorkers({ channel, nonce: 'short', integrity: {}, trailingSlash: false })
  const results = await Promise.allSettled(Array.from({ length: 150 }, () => workers.seal(pageOf(1), '/')))
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']))
  await workers.end()
})
