import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError, type Finding } from '../../finding.ts'
import { runs } from '../../property.test-kit.ts'
import { subsumes } from '../compare/subsumes.ts'
import { compileCsp } from '../compile.ts'
import type { CspObject } from '../config.ts'
import { parseCsp } from '../parse.ts'
import { strictCsp } from '../strict.ts'
import { apiCsp } from './api.ts'
import { graphiqlCsp } from './graphiql.ts'
import { shellCsp } from './shell.ts'
import { swaggerUiCsp } from './swagger-ui.ts'
import { teamCsp } from './team.ts'

/** What JavaScript callers, and configurations read from a file, may hand over. */
const untyped: {
  swaggerUiCsp(options: object): CspObject
  graphiqlCsp(options: object): CspObject
  shellCsp(options: object): CspObject
  teamCsp(options: object): CspObject
} = { swaggerUiCsp, graphiqlCsp, shellCsp, teamCsp }

/** Each preset with what it cannot do without. */
const PRESETS: readonly ((options: object) => CspObject)[] = [
  (options) => untyped.swaggerUiCsp(options),
  (options) => untyped.graphiqlCsp(options),
  (options) => untyped.shellCsp({ teams: ['https://*.team.test'], ...options }),
  (options) => untyped.teamCsp({ shell: 'https://shell.test', ...options }),
]

function headerOf(config: CspObject): string | undefined {
  const findings: Finding[] = []
  return compileCsp([config], { path: 'csp', findings })?.headers[0]?.chunks.join('AAAA')
}

const TEXT = fc.oneof(
  fc
    .tuple(fc.constantFrom('https://a.test', '*', "'self'"), fc.constantFrom(';', ',', ' ', '\n', '\0'), fc.string())
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('https://a.test', 'wss://*.a.test:8443', `'sha256-${'A'.repeat(43)}='`),
)

test('no text in an option adds a directive or a policy', () => {
  const preset = fc.constantFrom(...PRESETS)
  const key = fc.constantFrom('apis', 'assets', 'hashes', 'frameAncestors', 'teams', 'shell')
  const options = fc.dictionary(key, fc.oneof(fc.array(TEXT, { minLength: 1, maxLength: 3 }), TEXT), { maxKeys: 3 })
  fc.assert(
    fc.property(preset, options, (ask, given) => {
      let header: string | undefined
      try {
        header = headerOf(ask(given))
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError)
      }
      if (header === undefined) return
      const names = (text: string): readonly string[] => parseCsp(text)[0]?.directives.map(({ name }) => name) ?? []
      expect(parseCsp(header)).toHaveLength(1)
      expect(names(header)).toEqual(names(headerOf(ask({})) ?? ''))
    }),
    { numRuns: runs(2000) },
  )
})

test.each<[title: string, outer: string | undefined, inner: CspObject]>([
  ['apiCsp and the line of OWASP', "default-src 'none'; frame-ancestors 'none'", apiCsp()],
  ['a sandboxed apiCsp and apiCsp', headerOf(apiCsp()), apiCsp({ sandbox: true })],
  [
    'shellCsp and strictCsp',
    headerOf(strictCsp({ mode: 'nonce', frameAncestors: ["'none'"] })),
    shellCsp({ teams: ['https://*.team.test'], apis: ['https://api.test'] }),
  ],
  [
    'teamCsp and strictCsp',
    headerOf(strictCsp({ mode: 'nonce', frameAncestors: ['https://shell.test'] })),
    teamCsp({ shell: 'https://shell.test', apis: ['https://api.test'] }),
  ],
])('allows nothing that the other blocks: %s', (_title, outer, inner) => {
  expect(subsumes(outer ?? '', headerOf(inner) ?? '')).toBe(true)
  expect(subsumes(headerOf(inner) ?? '', outer ?? '')).toBe(false)
})
