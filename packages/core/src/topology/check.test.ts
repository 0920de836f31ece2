import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import type { TopologyConfig } from './config.ts'
import { defineTopology } from './topology.ts'

const SHELL = 'https://shell.example.com'
const TEAMS = 'https://*.team.example.com'
const API = 'https://api.example.com'

const shell = { origin: SHELL, frames: ['teams'], calls: ['api'] } as const
const teams = { origin: TEAMS, calls: ['api'] } as const
const api = { origin: API } as const

type Trouble = [side: string, code: string, words: string]

test.each<[title: string, table: TopologyConfig['apps']]>([
  ['a shell, teams and an API', { shell, teams, api }],
  [
    'a member with an edge of its own',
    { shell, teams, api, catalog: { origin: 'https://catalog.team.example.com', within: 'teams', frames: ['api'] } },
  ],
  [
    'frames within frames',
    { shell, teams: { ...teams, frames: ['widgets'] }, widgets: { origin: 'https://widgets.example.com' }, api },
  ],
  ['teams that frame each other', { shell, teams: { ...teams, frames: ['teams'] }, api }],
  [
    'apps that frame each other',
    { one: { origin: SHELL, frames: ['other'] }, other: { origin: API, frames: ['one'] } },
  ],
  ['modules by their origin', { page: { origin: SHELL, scripts: 'self', imports: ['cdn'] }, cdn: { origin: API } }],
  ['modules by nonce', { page: { origin: SHELL, imports: ['cdn'] }, cdn: { origin: API } }],
  [
    'calls and modules of one server',
    { page: { origin: SHELL, imports: ['api'] }, other: { origin: 'https://other.example.com', calls: ['api'] }, api },
  ],
  [
    'a vendor',
    {
      shell: { origin: SHELL, frames: ['pay'], calls: ['pay'] },
      pay: { origin: 'https://pay.example', external: true },
    },
  ],
  [
    'any port of this machine',
    { shell: { origin: 'http://shell.localhost:*', frames: ['team'] }, team: { origin: 'http://team.localhost:4101' } },
  ],
  [
    'a page of https and a server of this machine',
    { page: { origin: SHELL, calls: ['api'] }, api: { origin: 'http://localhost:4104' } },
  ],
])('nothing is wrong with %s', (_title, apps) => {
  expect(defineTopology({ apps }).check()).toEqual([])
})

test.each<[title: string, apps: TopologyConfig['apps'], troubles: Trouble[]]>([
  [
    'a shell whose own frame-src forgets the teams',
    { shell: { ...shell, directives: { 'frame-src': ["'self'"] } }, teams, api },
    [
      [
        'shell',
        'edge-blocked',
        'shell is to frame teams, but shell stops it: its frame-src does not admit https://sample.team.example.com',
      ],
    ],
  ],
  [
    'a shell that forgets half of its teams',
    { shell: { ...shell, directives: { 'frame-src': ['https://a.team.example.com'] } }, teams, api },
    [['shell', 'edge-blocked', 'frame-src']],
  ],
  [
    'teams that let nobody frame them',
    { shell, teams: { ...teams, directives: { 'frame-ancestors': ["'none'"] } }, api },
    [['teams', 'edge-blocked', `its frame-ancestors does not admit ${SHELL}`]],
  ],
  [
    'widgets that forget who is above the team',
    {
      shell,
      teams: { ...teams, frames: ['widgets'] },
      widgets: { origin: 'https://widgets.example.com', directives: { 'frame-ancestors': [TEAMS] } },
      api,
    },
    [['widgets', 'edge-blocked', `https://sample.team.example.com inside ${SHELL}`]],
  ],
  [
    'a page whose connect-src forgets the API',
    { shell: { ...shell, directives: { 'connect-src': ["'self'"] } }, teams, api },
    [['shell', 'edge-blocked', 'its connect-src does not admit https://api.example.com']],
  ],
  [
    'a page whose script-src forgets the CDN',
    {
      page: { origin: SHELL, scripts: 'self', imports: ['cdn'], directives: { 'script-src': ["'self'"] } },
      cdn: { origin: API },
    },
    [['page', 'edge-blocked', 'script-src']],
  ],
  [
    'plain http in a page of https',
    {
      page: { origin: SHELL, calls: ['api'] },
      api: { origin: 'http://api.example.com', cors: { dangerouslyAllowInsecureOrigins: true } },
    },
    [['api', 'mixed-content', 'may use nothing from http://api.example.com']],
  ],
  [
    'a pattern that covers more than the teams',
    { shell, teams: { origin: 'https://*.example.com', calls: ['api'] }, api },
    [
      [
        'shell',
        'edge-half-open',
        'shell lets its pages frame https://api.example.com, which is api; only api stops it.',
      ],
    ],
  ],
  [
    'a page that frames anything',
    { shell: { ...shell, directives: { 'frame-src': ['https:'] } }, teams, api },
    [
      ['shell', 'edge-half-open', 'which is api'],
      ['shell', 'edge-undeclared', 'shell can frame https://attacker.example, which is no app'],
    ],
  ],
  [
    'a page that anybody frames',
    { shell: { ...shell, directives: { 'frame-ancestors': ['https:'] } }, teams, api },
    [
      ['shell', 'edge-half-open', 'teams'],
      ['shell', 'edge-undeclared', 'https://attacker.example, which is no app of the topology, can frame shell'],
    ],
  ],
])('tells of %s', (_title, apps, troubles) => {
  const findings = defineTopology({ apps }).check()
  for (const [side, code, words] of troubles) {
    const found = findings.filter((finding) => finding.path === `apps.${side}` && finding.code === code)
    expect(found.map(({ message }) => message).join('\n')).toContain(words)
  }
  const told = new Set(troubles.map(([side, code]) => `${side} ${code}`))
  expect(new Set(findings.map(({ path, code }) => `${path.slice('apps.'.length)} ${code}`))).toEqual(told)
})

test.each<[title: string, change: (made: Config) => Config, troubles: Trouble[]]>([
  [
    'no CORS at all',
    (made) => ({ ...made, cors: false, csrf: false }),
    [['api', 'edge-blocked', 'its CORS policy refuses https://shell.example.com (no-cors)']],
  ],
  [
    'CORS for another origin',
    (made) => ({ ...made, cors: { origins: ['https://shop.example.com'], credentials: true } }),
    [['api', 'edge-blocked', '(origin-refused)']],
  ],
  [
    'CORS without a method that the table has',
    (made) => ({ ...made, cors: { origins: [SHELL, TEAMS], credentials: true } }),
    [['api', 'edge-blocked', 'the preflight of PUT from https://shell.example.com (preflight-method-refused)']],
  ],
  [
    'a guard that trusts no caller',
    (made) => ({ ...made, csrf: true }),
    [['api', 'edge-blocked', 'its request guard refuses POST']],
  ],
  [
    'CORS for everybody',
    (made) => ({ ...made, cors: { origins: '*', methods: ['PUT'] }, csrf: false }),
    [['api', 'edge-undeclared', 'https://attacker.example, which is no app of the topology, can call api.']],
  ],
  [
    'CORS for the apex of the teams as well',
    (made) => ({
      ...made,
      cors: { origins: [SHELL, TEAMS, 'https://team.example.com'], credentials: true, methods: ['PUT'] },
    }),
    [['api', 'edge-undeclared', 'https://team.example.com, which is no app of the topology, can call api.']],
  ],
])('looks at the configuration that is really used: %s', (_title, change, troubles) => {
  const topology = defineTopology({ apps: { shell, teams, api: { ...api, cors: { methods: ['PUT'] } } } })
  const config = change(topology.configFor('api'))
  for (const given of [config, compile(config, { isPublicSuffix: () => false })]) {
    const findings = topology.check({ api: given })
    for (const [side, code, words] of troubles) {
      expect(
        findings
          .filter((finding) => finding.path === `apps.${side}`)
          .map(({ message }) => message)
          .join('\n'),
      ).toContain(words)
      expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]))
    }
  }
})

test('a configuration that does not compile is thrown with all its problems', () => {
  const topology = defineTopology({ apps: { shell, teams, api } })
  expect(() => topology.check({ api: { cors: { origins: [] } } })).toThrow('cors.origins')
})
