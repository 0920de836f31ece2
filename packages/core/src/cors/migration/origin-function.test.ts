import { expect, test } from 'vitest'
import { adaptOriginFunction, type OriginFunction } from './origin-function.ts'

const ORIGIN = 'https://app.example.com'

test.each<[string, unknown, boolean]>([
  ['true', true, true],
  ['false', false, false],
  ['nothing', undefined, false],
  ['the origin', ORIGIN, true],
  ['another origin', 'https://other.test', false],
  ['a wildcard, which is no origin', '*', false],
  ['an expression', /\.example\.com$/, true],
  ['an expression of its own mind, each time', /^https:\/\/app\.example\.com$/g, true],
  ['an expression that admits others', /^https:\/\/other\.test$/, false],
  ['an expression that admits all', /.*/, true],
  ['an expression that admits none', /^app$/, false],
  ['a list with it', ['https://other.test', [/^https:\/\/app\.example\.com$/]], true],
  ['a list without it', ['https://other.test', false], false],
])('called back with %s', async (_, answer, expected) => {
  const called = adaptOriginFunction((_origin, callback) => callback(null, answer))
  const promised = adaptOriginFunction(() => Promise.resolve(answer))
  for (const admits of [called, called, promised]) expect(await admits(ORIGIN)).toBe(expected)
})

test.each<[string, OriginFunction]>([
  ['an error', (_origin, callback) => callback(new Error('down'))],
  [
    'a thrown error',
    () => {
      throw new Error('down')
    },
  ],
  ['a rejected promise', () => Promise.reject(new Error('down'))],
])('%s is passed on', async (_, decide) => {
  await expect(adaptOriginFunction(decide)(ORIGIN)).rejects.toThrow('down')
})

test.each<[string, unknown]>([
  ['an object', {}],
  ['an expression without a translation', /^https:\/\/(?!evil)/],
  ['a list with one', [/^https:\/\/(?!evil)/]],
])('%s for an answer is an error', async (_, answer) => {
  await expect(adaptOriginFunction(() => Promise.resolve(answer))(ORIGIN)).rejects.toThrow(TypeError)
})

test('an async function that calls back is heard by its callback', async () => {
  const admits = adaptOriginFunction(async (_origin, callback) => {
    await Promise.resolve()
    callback(null, true)
  })
  expect(await admits(ORIGIN)).toBe(true)
})
