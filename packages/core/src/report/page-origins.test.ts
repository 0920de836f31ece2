import { expect, test } from 'vitest'
import { compilePageOrigins } from './page-origins.ts'

test.each<[origin: string, isOurs: boolean]>([
  ['https://shop.example', true],
  ['https://shop.example:8443', false],
  ['http://shop.example', false],
  ['https://a.team.example', true],
  ['https://team.example', false],
  ['http://localhost:3000', true],
  ['https://shop.example.evil.test', false],
  ['null', false],
  ['', false],
])('%s', (origin, isOurs) => {
  const origins = compilePageOrigins(
    ['https://shop.example', 'https://*.team.example', 'http://localhost:*'],
    'origins',
  )
  expect(origins.findings).toEqual([])
  expect(origins.has(origin)).toBe(isOurs)
})

test.each<[title: string, list: unknown, told: string[]]>([
  ['nothing', undefined, ['origins: unset-value']],
  ['a text', 'https://shop.example', ['origins: invalid-type']],
  ['nothing in the list', [], ['origins: unset-value']],
  ['every origin there is', ['*'], ['origins[0]: invalid-wildcard']],
  [
    'several mistakes',
    ['https://shop.example/', 7, 'null'],
    ['origins[0]: invalid-origin', 'origins[1]: invalid-type', 'origins[2]: null-origin'],
  ],
])('%s', (_, list, told) => {
  const { findings } = compilePageOrigins(list, 'origins')
  expect(findings.map(({ path, code }) => `${path}: ${code}`)).toEqual(told)
  for (const { fix } of findings) expect(fix).toBeTruthy()
})
