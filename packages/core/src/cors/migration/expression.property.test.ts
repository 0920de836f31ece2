import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { parseExpression } from './expression-parser.ts'
import { compileLanguage, matches } from './language.ts'

const atom = fc.constantFrom(
  'a',
  'b',
  '\\.',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\w',
  '[a-c.]',
  ':',
  '\\/',
  '(?:)',
  '[\\w-]',
  '\\x61',
  '-',
  'A',
)
const piece = fc
  .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?', '{0,}', '{'))
  .map(([text, quantifier]) => text + quantifier)
const { source } = fc.letrec<{ source: string; group: string }>((tie) => ({
  source: fc.oneof(
    { depthSize: 'small' },
    piece,
    fc.tuple(tie('source'), tie('source')).map(([one, other]) => one + other),
    fc.tuple(tie('source'), tie('source')).map(([one, other]) => `${one}|${other}`),
    tie('group'),
    tie('source').map((inner) => `^${inner}`),
    tie('source').map((inner) => `${inner}$`),
  ),
  group: fc
    .tuple(tie('source'), fc.constantFrom('', '*', '?', '+'))
    .map(([inner, quantifier]) => `(${inner})${quantifier}`),
}))
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', ':', '/', '0', '-'), maxLength: 8 })

test('a parsed expression matches what RegExp matches, whatever it is', () => {
  fc.assert(
    fc.property(
      source,
      fc.constantFrom('', 'i', 'g', 'y', 'm'),
      fc.array(text, { maxLength: 10 }),
      (given, flags, texts) => {
        const language = compileLanguage(parseExpression(given, flags))
        for (const one of texts)
          expect(`${one} ${matches(language, one)}`).toBe(`${one} ${new RegExp(given, flags).test(one)}`)
      },
    ),
    { numRuns: runs(1500) },
  )
})
