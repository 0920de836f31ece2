import { compile } from '@sallyport/core'
import { expect, test } from 'vitest'
import { CASES } from './cases/all.ts'
import { CONFIGS } from './cases/configs.ts'
import { GAPS } from './gaps.ts'

const titles = CASES.map(({ title }) => title)

test('every title is the name of one case', () => {
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
})

test('every configuration compiles and has cases, and every case has one of them', () => {
  const used = new Set(CASES.map(({ config }) => config))
  for (const config of Object.values(CONFIGS)) expect(() => compile(config)).not.toThrow()
  expect([...used]).toEqual(expect.arrayContaining(Object.values(CONFIGS)))
  expect(used.size).toBe(Object.values(CONFIGS).length)
})

test('every configuration is plain JSON, as a file can hold it', () => {
  for (const config of Object.values(CONFIGS)) expect(JSON.parse(JSON.stringify(config))).toEqual(config)
})

test('every gap is one of a case, and of an adapter once', () => {
  const gaps = GAPS.flatMap(({ adapters, titles: gone }) =>
    adapters.flatMap((adapter) => gone.map((title) => ({ adapter, title }))),
  )
  expect(gaps.filter(({ title }) => !titles.includes(title))).toEqual([])
  const keys = gaps.map(({ adapter, title }) => `${adapter}: ${title}`)
  expect(new Set(keys).size).toBe(keys.length)
})
