import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { runs } from '../property.test-kit.ts'
import { fromCors } from './from-cors.ts'
import type { CorsLibrary } from './migration/library.ts'

test('anything at all has a translation that compiles, or an error', () => {
  const key = fc.constantFrom(
    'origin',
    'methods',
    'allowedHeaders',
    'exposedHeaders',
    'credentials',
    'maxAge',
    'optionsSuccessStatus',
    'allowMethods',
    'x',
  )
  const value = fc.oneof(fc.anything(), fc.constantFrom('https://a.test', ['https://a.test'], true, '*', ['PUT'], 200))
  const options = fc.oneof(fc.dictionary(key, value, { maxKeys: 4 }), fc.anything())
  const from = fc.constantFrom<CorsLibrary>('cors', '@fastify/cors', '@koa/cors', 'nest-express', 'nest-fastify')
  fc.assert(
    fc.property(options, from, (given, library) => {
      const { cors, findings } = fromCors(Object(given), { from: library })
      expect(cors === null).toBe(findings.some(({ severity }) => severity === 'error'))
      if (cors) expect(compile({ cors }).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    }),
    { numRuns: runs(1000) },
  )
})
