import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CspConfig } from '../csp/config.ts'
import type { AppConfig } from './config.ts'
import { defineTopology, type Topology } from './topology.ts'

const SHELL = 'https://shell.example.com'
const API = 'https://api.example.com'
const TEAMS = 'https://*.team.example.com'

const platform = defineTopology({
  apps: {
    shell: { origin: SHELL, frames: ['teams'], calls: ['api'] },
    teams: { origin: TEAMS, calls: ['api'], frames: ['widgets'] },
    widgets: { origin: 'https://widgets.example.com', scripts: 'self', imports: ['cdn'] },
    api: { origin: API, cors: { methods: ['PUT'], allowedHeaders: ['content-type'] } },
    cdn: { origin: 'https://cdn.example.com' },
  },
  reporting: { endpoint: `${API}/reports` },
})

test.each<[title: string, app: (typeof platform.names)[number], directive: string, sources: readonly string[]]>([
  ['the shell frames what the pattern covers', 'shell', 'frame-src', [TEAMS]],
  ['a team frames the widgets', 'teams', 'frame-src', ['https://widgets.example.com']],
  ['who frames nobody says so', 'widgets', 'frame-src', ["'none'"]],
  ['a team is framed by the shell', 'teams', 'frame-ancestors', [SHELL]],
  ['what a team frames stands in the shell as well', 'widgets', 'frame-ancestors', [TEAMS, SHELL]],
  ['nobody frames the shell', 'shell', 'frame-ancestors', ["'none'"]],
  ['nobody frames the API', 'api', 'frame-ancestors', ["'none'"]],
  ['a page calls itself and the API', 'teams', 'connect-src', ["'self'", API]],
  ['a page imports from the CDN', 'widgets', 'script-src', ["'self'", 'https://cdn.example.com']],
  ['a page with nonces needs no hosts', 'shell', 'script-src', ["'nonce'", "'strict-dynamic'"]],
  ['what has no pages loads nothing', 'cdn', 'default-src', ["'none'"]],
])('%s', (_title, app, directive, sources) => {
  expect(directiveOf(platform, app, directive)).toEqual(sources)
})

test('the API answers its callers, with credentials', () => {
  expect(platform.configFor('api').cors).toEqual({
    origins: [SHELL, TEAMS],
    credentials: true,
    methods: ['PUT'],
    allowedHeaders: ['content-type'],
    timingAllow: true,
  })
})

test('modules are shared without credentials', () => {
  expect(platform.configFor('cdn').cors).toEqual({ origins: ['https://widgets.example.com'], timingAllow: true })
})

test('who is neither called nor imported from answers nobody', () => {
  expect(platform.configFor('shell').cors).toBeUndefined()
})

test('the guard knows where the app is, and trusts those who call it', () => {
  expect(platform.configFor('shell').csrf).toEqual({ ownOrigin: [SHELL] })
  // A pattern cannot be listed there; CORS admits the same origins.
  expect(platform.configFor('api').csrf).toEqual({ ownOrigin: [API], trustedOrigins: 'cors' })
  // Of a group it cannot be said where one of it is.
  expect(platform.configFor('teams').csrf).toEqual({})
  const one = defineTopology({ apps: { page: { origin: SHELL, calls: ['api'] }, api: { origin: API } } })
  expect(one.configFor('api').csrf).toEqual({ ownOrigin: [API], trustedOrigins: [SHELL] })
})

test.each(platform.names)('the configuration of %s compiles without a finding', (name) => {
  expect(compile(platform.configFor(name), { isPublicSuffix: () => false }).findings).toEqual([])
})

test('all apps report to one place', () => {
  for (const name of platform.names) expect(platform.configFor(name).reporting).toEqual({ endpoint: `${API}/reports` })
})

test('a member has the edges of its group and its own, and is called by itself only', () => {
  const topology = defineTopology({
    apps: {
      shell: { origin: SHELL, frames: ['teams'] },
      teams: { origin: TEAMS },
      catalog: { origin: 'https://catalog.team.example.com', within: 'teams', calls: ['api'] },
      account: { origin: 'https://account.team.example.com', within: 'teams' },
      api: { origin: API },
    },
  })
  expect(directiveOf(topology, 'catalog', 'frame-ancestors')).toEqual([SHELL])
  expect(directiveOf(topology, 'account', 'connect-src')).toEqual(["'self'"])
  expect(topology.configFor('api').cors).toMatchObject({ origins: ['https://catalog.team.example.com'] })
})

test('apps that frame each other end', () => {
  const pair = { one: { origin: SHELL, frames: ['other'] }, other: { origin: API, frames: ['one'] } } satisfies Record<
    string,
    AppConfig<'one' | 'other'>
  >
  const topology = defineTopology({ apps: pair })
  expect(directiveOf(topology, 'one', 'frame-ancestors')).toEqual([API, SHELL])
})

test('directives of its own take the place of what is made', () => {
  const topology = defineTopology({
    apps: { page: { origin: SHELL, scripts: 'self', directives: { 'img-src': ['*'] } } },
  })
  expect(directiveOf(topology, 'page', 'img-src')).toEqual(['*'])
  expect(directiveOf(topology, 'page', 'connect-src')).toEqual(["'self'"])
})

test('routes are passed on', () => {
  const routes = [{ path: '/reports', csrf: false }] as const
  const topology = defineTopology({ apps: { api: { origin: API, routes } } })
  expect(topology.configFor('api').routes).toEqual(routes)
})

test('what is made of a configuration by one caller is nothing to the next', () => {
  const made = platform.configFor('teams')
  for (const name of ['default-src', 'style-src', 'frame-src']) {
    expect(Object.isFrozen(directiveOf(platform, 'teams', name))).toBe(true)
  }
  expect(platform.configFor('teams')).toEqual(made)
})

test('what is not ours is not configured', () => {
  const topology = defineTopology({ apps: { pay: { origin: 'https://pay.example', external: true } } })
  expect(() => topology.configFor('pay')).toThrow(new TypeError('pay is external, so it is not ours to configure.'))
})

test('a name that is not in the table is told', () => {
  expect(() => Reflect.apply(platform.configFor, undefined, ['toString'])).toThrow(
    'The topology has no app "toString".',
  )
})

function directiveOf<Name extends string>(topology: Topology<Name>, name: Name, directive: string): unknown {
  const csp: unknown = topology.configFor(name).csp
  if (!isObject(csp)) throw new Error('It has no single policy.')
  return Object.entries(csp.directives).find(([key]) => key === directive)?.[1]
}

function isObject(csp: unknown): csp is Exclude<CspConfig, string> {
  return typeof csp === 'object' && csp !== null && !Array.isArray(csp)
}
