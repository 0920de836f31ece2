import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { defineCors } from './define.ts'

test('is the configuration itself', () => {
  const config = { origins: ['https://a.test'], methods: ['PUT'] } as const
  expect(defineCors(config)).toBe(config)
  expect(compile({ cors: defineCors(config) }).toJSON()).toEqual({ cors: config })
})
