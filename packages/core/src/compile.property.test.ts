import { anything, array, assert, constantFrom, oneof, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Config } from './config.ts'
import { ConfigError } from './finding.ts'
import { runs } from './property.test-kit.ts'

const text = oneof(
  string({ unit: 'binary' }),
  constantFrom(
    '*',
    'null',
    'https://a.test',
    'http://b.test:*',
    'https://*.com',
    'PUT',
    'patch',
    'x-a',
    'Cookie',
    'a,b',
  ),
)
const value = oneof(
  anything({ withNullPrototype: true, withDate: true, withSet: true, withTypedArray: true }),
  text,
  array(text),
  array(anything()),
)
const keys = [
  'methods',
  'allowedHeaders',
  'exposedHeaders',
  'credentials',
  'maxAge',
  'preflightStatus',
  'resourcePolicy',
] as const
const flags = [
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowPublicSuffixes',
  'dangerouslyReflectAnyOrigin',
] as const
const cors = record(
  Object.fromEntries(['origins', ...keys, ...flags].map((key) => [key, oneof(value, constantFrom(true, false))])),
  { requiredKeys: ['origins'] },
)

test('whatever is handed over, compile gives a policy or one ConfigError whose findings can be acted upon', () => {
  assert(
    property(cors, (part) => {
      const config: object = { cors: part }
      try {
        compile(config as Config)
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        const errors = error.findings.filter(({ severity }) => severity === 'error')
        expect(errors.length).toBeGreaterThan(0)
        for (const { message, fix, path } of errors) {
          expect(message.length, path).toBeGreaterThan(10)
          expect(fix, message).toMatch(/[.?]$/)
        }
      }
    }),
    { numRuns: runs(1000) },
  )
})
