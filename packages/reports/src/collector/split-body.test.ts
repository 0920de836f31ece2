import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitBody } from './split-body.ts'

test.each<[body: string, reports: readonly string[], malformed: number]>([
  ['{"a":1}', ['{"a":1}'], 0],
  [' {"a":[1,2]} ', [' {"a":[1,2]} '], 0],
  ['[]', [], 0],
  [' [ \r\n\t] ', [], 0],
  ['[1]', ['1'], 0],
  ['[{"a":1},{"b":2}]', ['{"a":1}', '{"b":2}'], 0],
  ['[ {"a":[1,2]} , {} ] ', [' {"a":[1,2]} ', ' {} '], 0],
  ['[{"a":"],}"},"\\"],"]', ['{"a":"],}"}', '"\\"],"'], 0],
  ['["\\\\",1]', ['"\\\\"', '1'], 0],
  // Cut off: what is whole before it counts.
  ['[{"a":1},{"b":', ['{"a":1}', '{"b":'], 0],
  ['[{"a":1},"b', ['{"a":1}', '"b'], 0],
  ['[{"a":1},', ['{"a":1}'], 1],
  ['[', [], 1],
  ['[}', [], 1],
  ['[]x', [], 1],
  // No list: what it was to be, nobody can know.
  ['[,,,]', [], 1],
  ['[1,,2]', ['1'], 1],
  ['[1]2', ['1'], 1],
  ['[1]]]', ['1'], 1],
  // Seven deep, and deeper.
  ['[[[[[[[[]]]]]]]]', ['[[[[[[[]]]]]]]'], 0],
  ['[[[[[[[[[]]]]]]]],1]', ['1'], 1],
  [`{"a":${'['.repeat(6)}`, [`{"a":[[[[[[`], 0],
  [`{"a":${'['.repeat(7)}`, [], 1],
])('%s', (body, reports, malformed) => {
  expect(splitBody(body, 200)).toEqual({ reports, malformed, beyond: 0 })
})

test.each(['', ' ', 'null', '7', '"a"', 'csp-report', '\u0000{}'])('%j is neither a list nor an object', (body) => {
  expect(splitBody(body, 200)).toBeUndefined()
})

test('those after the most are counted, whatever they are', () => {
  expect(splitBody(`[1,2,${'{"a":[[[[[[[[]]]]]]]]},'.repeat(5)}3]`, 2)).toEqual({
    reports: ['1', '2'],
    malformed: 0,
    beyond: 6,
  })
})

test('cuts any list of shallow values as JSON.parse does', () => {
  const value = fc.jsonValue({ maxDepth: 5 })
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), fc.constantFrom(undefined, 1), (values, indent) => {
      const split = splitBody(JSON.stringify(values, undefined, indent), 200)
      // Through JSON once: there is no -0 in it.
      expect(split?.reports.map((text): unknown => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)))
      expect(split?.malformed).toBe(0)
    }),
  )
})

test.each([
  ['quotation marks that are all escaped', `["${'\\"'.repeat(130_000)}`],
  ['backslashes', `["${'\\'.repeat(262_000)}`],
  ['brackets', '['.repeat(262_000)],
  ['commas', `[0${',0'.repeat(131_000)}]`],
])('262 kB of %s are one walk', (_, body) => {
  // Squares of this would take minutes, and the test its time limit.
  for (let time = 0; time < 20; time++) expect(splitBody(body, 200)).toBeDefined()
})
