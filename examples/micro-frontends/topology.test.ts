import { readFile } from 'node:fs/promises'
import { compile, type Decision, decide, isPreflight, type RequestView } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type AppName, appNames, createTopology } from './topology.ts'

const teams = ['catalog', 'checkout', 'account'] as const

describe.each([
  { title: 'on *.localhost', env: {}, patterns: teams.map((_, index) => `http://*.teams.localhost:${4101 + index}`) },
  { title: 'on a domain', env: { DOMAIN: 'example.com' }, patterns: ['https://*.teams.example.com'] },
])('$title', ({ env, patterns }) => {
  const topology = createTopology(env)
  const { origins, attacker } = topology
  const policies = new Map(appNames.map((name) => [name, compile(topology.configFor(name))]))

  test.each(appNames)('the configuration of %s compiles without a warning', (name) => {
    expect(compile(topology.configFor(name)).findings).toEqual([])
  })

  test('every declared edge works, and no other', () => {
    expect(topology.check()).toEqual([])
  })

  test('the shell frames what is below the teams’ domain', () => {
    expect(directive('shell', 'frame-src')).toEqual(patterns)
  })

  test.each(teams)('%s lets the shell frame it and frames nobody', (team) => {
    expect(directive(team, 'frame-ancestors')).toEqual([origins.shell])
    expect(directive(team, 'frame-src')).toEqual(["'none'"])
  })

  test('nobody frames the shell', () => {
    expect(directive('shell', 'frame-ancestors')).toEqual(["'none'"])
  })

  test.each(['shell', ...teams] as const)('%s calls the API, and the API lets it', (name) => {
    expect(directive(name, 'connect-src')).toContain(origins.api)
    for (const request of calls(origins[name])) expect(reasonOf('api', request)).toMatch(/-allowed$/)
  })

  test.each([
    ['the attacker', attacker],
    ['a host below the teams’ domain that is no team', origins.catalog.replace('catalog', 'other')],
    ['a host with a team’s name in front', `${origins.catalog}.attacker.test`],
    ['the bare domain', origins.catalog.replace('ui.catalog.', '')],
    ['another scheme', swapScheme(origins.catalog)],
    ['another port', `${new URL(origins.shell).protocol}//${new URL(origins.shell).hostname}:1234`],
    ['a sandboxed frame', 'null'],
  ])('the API refuses %s', (_, origin) => {
    for (const request of calls(origin)) {
      expect(reasonOf('api', request)).toMatch(isPreflight(request) ? /-refused$/ : /^(origin|cross-origin)-refused$/)
      expect(namesOf('api', request).filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })

  test.each(['shell', ...teams] as const)('%s answers no other origin', (name) => {
    for (const other of [attacker, ...appNames.filter((app) => app !== name).map((app) => origins[app])]) {
      for (const request of calls(other)) {
        expect(namesOf(name, request).filter((header) => header.startsWith('access-control-'))).toEqual([])
      }
      expect(reasonOf(name, view('POST', '/', { origin: other, 'sec-fetch-site': 'cross-site' }))).toBe(
        'cross-origin-refused',
      )
    }
  })

  test('only the shell watches what is blocked', () => {
    expect(reasonOf('api', view('GET', '/activity', { origin: origins.shell }))).toBe('origin-allowed')
    expect(reasonOf('api', view('GET', '/activity', { origin: origins.catalog }))).toBe('origin-refused')
  })

  test.each(appNames)('no script of %s runs for being inline or for what it does', (name) => {
    for (const unsafe of ["'unsafe-inline'", "'unsafe-eval'"]) expect(cspOf(name)).not.toContain(unsafe)
  })

  test('the attacker stands in no policy', () => {
    for (const name of appNames)
      expect(JSON.stringify(topology.configFor(name))).not.toContain(new URL(attacker).hostname)
  })

  function decision(name: AppName, request: RequestView): Decision {
    const policy = policies.get(name)
    if (policy === undefined) throw new Error(`no policy for ${name}`)
    return decide(policy, request)
  }

  function reasonOf(name: AppName, request: RequestView): string {
    return decision(name, request).reason
  }

  function namesOf(name: AppName, request: RequestView): readonly string[] {
    return decision(name, request).headers.map(([header]) => header)
  }

  function cspOf(name: AppName): string {
    const decided = decision(name, view('GET', '/', {}))
    if (decided.kind !== 'continue' || decided.csp === null) throw new Error(`${name} sends no CSP`)
    return decided.csp.headers.flatMap(({ chunks }) => chunks.join('…')).join(',')
  }

  function directive(name: AppName, wanted: string): readonly string[] {
    const found = cspOf(name)
      .split(/[;,]/)
      .map((text) => text.trim().split(' '))
      .filter(([first]) => first === wanted)
    expect(found).toHaveLength(1)
    return found.flatMap(([, ...values]) => values)
  }
})

test('a team that is not below the teams’ domain is an error, not an exception to the pattern', () => {
  expect(() => createTopology({ CATALOG_ORIGIN: 'https://catalog.example.org' })).toThrow('https://catalog.example.org')
})

test('one origin can be moved by itself, and both ends of its edges follow', () => {
  const { configFor } = createTopology({ API_ORIGIN: 'http://127.0.0.1:9999' })
  expect(JSON.stringify(configFor('catalog'))).toContain('"http://127.0.0.1:9999"')
  expect(JSON.stringify(configFor('catalog'))).not.toContain('api.localhost')
})

test('the picture in the README is this topology', async () => {
  const readme = await readFile(new URL('./README.md', import.meta.url), 'utf8')
  expect(readme).toContain(createTopology({ DOMAIN: 'example.com' }).graph())
})

/** What a page does to the API: a read, a preflight for each kind of change, and the change itself. */
function calls(origin: string): readonly RequestView[] {
  const preflight = (method: string, headers: string): RequestView =>
    view('OPTIONS', '/cart/rope', {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
      'sec-fetch-site': 'cross-site',
    })
  return [
    view('GET', '/products', { origin, 'sec-fetch-site': 'cross-site' }),
    preflight('PUT', 'content-type'),
    preflight('PATCH', 'content-type'),
    preflight('POST', 'content-type,idempotency-key'),
    view('PATCH', '/cart/rope', { origin, 'sec-fetch-site': 'cross-site', host: 'api' }),
  ]
}

function view(method: string, path: string, headers: Readonly<Record<string, string>>): RequestView {
  return { method, path, header: (name) => headers[name] }
}

function swapScheme(origin: string): string {
  return origin.startsWith('https:') ? origin.replace('https:', 'http:') : origin.replace('http:', 'https:')
}
