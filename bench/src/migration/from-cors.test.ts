import { type CorsMigration, fromCors } from '@sallyport/core/cors'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EXPRESSION, INTENT, LIBRARY, ORIGINS, optionsOf } from './arbitrary.ts'
import { startLibrary } from './library.ts'
import { type Intent, load, type Shared } from './page.ts'
import { startSallyport } from './sallyport.ts'

const PATIENCE = 60_000
const CASES = LIBRARY.chain((library) => fc.record({ library: fc.constant(library), make: optionsOf(library) }))
const DANGERS = fc.record(
  {
    dangerouslyAllowNullOrigin: fc.constant(true),
    dangerouslyAllowInsecureOrigins: fc.constant(true),
    dangerouslyAllowPublicSuffixes: fc.constant(true),
  },
  { requiredKeys: [] },
)

test(
  'what the translation shares with a page, the library shares too, save for a spelling that a finding corrects, an origin with an underscore or a port of localhost that a finding names; what only the library shares, a finding at that option names',
  async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        CASES,
        DANGERS,
        fc.array(INTENT, { minLength: 1, maxLength: 8 }),
        async (given, dangers, intents) => {
          const migration = fromCors(given.make(), { from: given.library, ...dangers })
          if (migration.cors !== null) compared++
          const [old, ours] = [startLibrary(given.library, given.make), startSallyport(migration)]
          for (const intent of intents) {
            const [before, after] = await Promise.all([load(intent, old), load(intent, ours)])
            const context = `${given.library} ${JSON.stringify(intent)} ${String(given.make().origin)}`
            expect(sharesMore(after, before) && !isNamed(migration, intent), `${context}: shares more`).toBe(false)
            if (!sharesMore(before, after)) continue
            const simple = { ...intent, method: 'GET', headers: [] }
            const isOriginRefused = (await load(simple, ours)) === false
            expect(isExplained(migration, isOriginRefused), `${context}: shares less`).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
    expect(compared).toBeGreaterThan(100)
  },
  PATIENCE,
)

test(
  'an origin that the translation of a regular expression admits is admitted by the expression, but for an underscore or a port of localhost that a finding names; an origin that only the expression admits makes a finding',
  async () => {
    let translated = 0
    await fc.assert(
      fc.asyncProperty(EXPRESSION, async (make) => {
        const options = (): object => ({ origin: make() })
        const migration = fromCors(options(), { from: 'cors' })
        if (migration.cors !== null) translated++
        const [old, ours] = [startLibrary('cors', options), startSallyport(migration)]
        for (const origin of ORIGINS) {
          const intent: Intent = { origin, method: 'GET', headers: [], credentials: false }
          const [before, after] = await Promise.all([load(intent, old), load(intent, ours)])
          expect(sharesMore(after, before) && !isNamed(migration, intent), `${make()} ${origin}: shares more`).toBe(
            false,
          )
          expect(sharesMore(before, after) && !isExplained(migration, true), `${make()} ${origin}: shares less`).toBe(
            false,
          )
        }
      }),
      { numRuns: 150 },
    )
    expect(translated).toBeGreaterThan(25)
  },
  PATIENCE,
)

function sharesMore(one: Shared, other: Shared): boolean {
  if (one === false) return false
  if (other === false) return true
  return one.exposed.some((name) => !other.exposed.includes(name) && !other.exposed.includes('*'))
}

function isNamed({ findings }: CorsMigration, { origin, method }: Intent): boolean {
  return findings.some(({ code, path, message }) => {
    if (code === 'corrected-value')
      return message.includes(JSON.stringify(origin)) || message.includes(`${method} is allowed`)
    const isGain = code === 'behaviour-differs' && path.startsWith('origin') && message.includes('also admits')
    return isGain && (origin.includes('_') || origin.includes('//localhost') || origin.includes('//127.0.0.1'))
  })
}

/** By an error, or by what is said of the option in question. */
function isExplained({ findings }: CorsMigration, isOriginRefused: boolean): boolean {
  const codes = ['default-lets-through', 'wildcard-with-others', 'corrected-value', 'dead-value']
  return findings.some(({ code, path, severity }) => {
    if (severity === 'error') return true
    return isOriginRefused ? code === 'loose-expression' : codes.includes(code) && !path.startsWith('origin')
  })
}
