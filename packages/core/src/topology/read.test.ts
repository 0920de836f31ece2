import { expect, test } from 'vitest'
import { ConfigError } from '../finding.ts'
import { readTopology } from './read.ts'

const shell = { origin: 'https://shell.example.com' }
const teams = { origin: 'https://*.team.example.com' }

test.each<[title: string, config: unknown, findings: [path: string, code: string, words: string][]]>([
  ['nothing', undefined, [['', 'unset-value', 'apps']]],
  ['no apps', {}, [['apps', 'unset-value', 'Write apps: {']]],
  [
    'the apps at the top',
    { shell },
    [
      ['shell', 'unknown-key', 'apps'],
      ['apps', 'unset-value', 'The topology has no apps.'],
    ],
  ],
  ['no CORS', { apps: { shell: { ...shell, cors: false } } }, [['apps.shell.cors', 'invalid-type', 'an object']]],
  [
    'origins of its own',
    { apps: { shell: { ...shell, cors: { origins: ['https://a.example.com'] } } } },
    [['apps.shell.cors.origins', 'useless-option', 'made of the edges']],
  ],
  ['an empty table', { apps: {} }, [['apps', 'unset-value', 'at least one app']]],
  ['a misspelt key', { apps: { shell }, report: {} }, [['report', 'unknown-key', 'reporting']]],
  [
    'a misspelt kind of edge',
    { apps: { shell: { ...shell, frame: ['shell'] } } },
    [['apps.shell.frame', 'unknown-key', 'Did you mean frames?']],
  ],
  ['an app without an origin', { apps: { shell: {} } }, [['apps.shell.origin', 'unset-value', 'environment variable']]],
  ['an empty list of origins', { apps: { shell: { origin: [] } } }, [['apps.shell.origin', 'unset-value', 'origin']]],
  [
    'an origin with a path, in a list',
    { apps: { shell: { origin: ['https://a.example.com', 'https://b.example.com/'] } } },
    [['apps.shell.origin[1]', 'invalid-origin', 'https://b.example.com']],
  ],
  [
    'a wildcard in the middle',
    { apps: { shell: { origin: 'https://ui.*.example.com' } } },
    [['apps.shell.origin', 'invalid-wildcard', 'ui.*']],
  ],
  [
    'a group of all sites of a top-level domain',
    { apps: { teams: { origin: 'https://*.com' } } },
    [['apps.teams.origin', 'public-suffix', 'strangers would be teams']],
  ],
  [
    'an IPv6 address, for which CSP has no source',
    { apps: { shell: { origin: 'http://[::1]:4000' } } },
    [['apps.shell.origin', 'invalid-origin', 'IPv6']],
  ],
  [
    'a misspelt app',
    { apps: { shell: { ...shell, frames: ['team'] }, teams } },
    [['apps.shell.frames[0]', 'unknown-app', 'Did you mean teams?']],
  ],
  [
    'an app nothing resembles',
    { apps: { shell: { ...shell, calls: ['warehouse'] }, teams } },
    [['apps.shell.calls[0]', 'unknown-app', 'The apps are shell, teams.']],
  ],
  [
    'the same app twice',
    { apps: { shell: { ...shell, calls: ['teams', 'teams'] }, teams } },
    [['apps.shell.calls[1]', 'duplicate-value', 'teams']],
  ],
  [
    'a member outside of its group',
    { apps: { teams, catalog: { origin: 'https://catalog.example.com', within: 'teams' } } },
    [['apps.catalog.within', 'outside-group', 'not covered by teams']],
  ],
  [
    'a member of the right host and another port',
    { apps: { teams, catalog: { origin: 'https://catalog.team.example.com:8443', within: 'teams' } } },
    [['apps.catalog.within', 'outside-group', 'not covered by teams']],
  ],
  [
    'a group within itself',
    { apps: { teams: { ...teams, within: 'teams' } } },
    [['apps.teams.within', 'outside-group', 'itself within a group']],
  ],
  [
    'two apps at one origin',
    { apps: { shell, api: shell } },
    [['apps.api.origin', 'duplicate-value', 'shell are both at https://shell.example.com']],
  ],
  [
    'settings for an app that is not ours',
    { apps: { pay: { origin: 'https://pay.example', external: true, scripts: 'none', directives: {} } } },
    [
      ['apps.pay.scripts', 'useless-option', 'external'],
      ['apps.pay.directives', 'useless-option', 'external'],
    ],
  ],
  [
    'values of wrong types',
    { apps: { shell: { ...shell, scripts: 'hash', external: 'yes', frames: 'teams', within: 1 }, teams } },
    [
      ['apps.shell.frames', 'invalid-type', 'a list of app names'],
      ['apps.shell.within', 'invalid-type', 'the name of a group'],
      ['apps.shell.scripts', 'invalid-type', "'nonce', 'self' or 'none'"],
      ['apps.shell.external', 'invalid-type', 'true or false'],
    ],
  ],
])('refuses %s', (_title, config, expected) => {
  const { findings } = refusalOf(config)
  expect(findings.map(({ path, code }) => [path, code])).toEqual(expected.map(([path, code]) => [path, code]))
  findings.forEach((finding, index) => {
    expect(`${finding.message} ${finding.fix}`).toContain(expected[index]?.[2])
  })
})

test('refuses a group below a public suffix, where those are known', () => {
  const config = { apps: { teams: { origin: 'https://*.github.io' } } }
  const isPublicSuffix = (domain: string): boolean => domain === 'github.io'
  expect(refusalOf(config, { isPublicSuffix }).findings).toEqual([
    expect.objectContaining({ code: 'public-suffix', path: 'apps.teams.origin', value: 'https://*.github.io' }),
  ])
  expect(readTopology(config).apps.size).toBe(1)
})

function refusalOf(config: unknown, options = {}): ConfigError {
  try {
    Reflect.apply(readTopology, undefined, [config, options])
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('It was taken.')
}
