import { describe, expect, test } from 'vitest'
import type { HashSource } from '../source.ts'
import type { FrontendCspOptions } from './micro-frontend.ts'
import { expectRefusal, readPreset } from './preset.test-kit.ts'
import { shellCsp } from './shell.ts'
import { teamCsp } from './team.ts'

const hash: HashSource = `'sha256-${'A'.repeat(43)}='`
const teams = ['https://*.team.test', 'http://catalog.localhost:4101'] as const
const shell = 'https://shell.test'
const SHELL_FRAMES = 'frame-src https://*.team.test http://catalog.localhost:4101'
const TEAM_FRAMES = "frame-src 'none'"

test.each<[title: string, options: FrontendCspOptions, scripts: string, connect: string, end: string]>([
  ['by default', {}, "'nonce-N' 'strict-dynamic'", "'self'", ''],
  [
    'nonces, spelled out',
    { mode: 'nonce', styles: 'nonce' },
    "'nonce-N' 'strict-dynamic'; style-src 'self' 'nonce-N'",
    "'self'",
    '',
  ],
  ['hashes', { mode: 'hash', hashes: [hash] }, `${hash} 'strict-dynamic'`, "'self'", ''],
  ['APIs', { apis: ['https://api.test'] }, "'nonce-N' 'strict-dynamic'", "'self' https://api.test", ''],
  ['more', { directives: { 'img-src': ['*'] } }, "'nonce-N' 'strict-dynamic'", "'self'", '; img-src *'],
])('%s', (_title, options, scripts, connect, end) => {
  const policy = (ancestors: string, frames: string): string =>
    `script-src ${scripts}; object-src 'none'; base-uri 'none'; frame-ancestors ${ancestors}; default-src 'self'; connect-src ${connect}; form-action 'self'; ${frames}${end}`
  expect(readPreset(shellCsp({ ...options, teams }))).toEqual({ text: policy("'none'", SHELL_FRAMES), codes: [] })
  expect(readPreset(teamCsp({ ...options, shell }))).toEqual({ text: policy(shell, TEAM_FRAMES), codes: [] })
})

test('who frames whom may be said otherwise', () => {
  expect(readPreset(shellCsp({ teams, frameAncestors: ["'self'"] })).text).toContain("frame-ancestors 'self';")
  expect(readPreset(teamCsp({ shell: [shell, 'https://*.team.test'] })).text).toContain(
    'frame-ancestors https://shell.test https://*.team.test;',
  )
})

test('report-only, and the fallbacks of strictCsp', () => {
  expect(shellCsp({ teams, reportOnly: true })).toMatchObject({ reportOnly: true })
  expect(teamCsp({ shell })).not.toHaveProperty('reportOnly')
  expect(readPreset(teamCsp({ shell, fallbacks: true })).codes).toEqual([
    'info unsafe-inline-disabled csp.directives.script-src',
  ])
})

const untyped: { shellCsp(options: unknown): unknown; teamCsp(options: unknown): unknown } = { shellCsp, teamCsp }

describe('refuses as teams or shell', () => {
  test.each<[title: string, origin: unknown]>([
    ['a host without a scheme, which would be of the scheme of the page', '*.team.test'],
    ['a path', 'https://a.team.test/'],
    ['every host', 'https://*'],
    ['a wildcard inside a name', 'https://team-*.test'],
    ['an address that CSP cannot say', 'https://[::1]'],
    ["'self'", "'self'"],
    ['an injection', 'https://a.team.test; script-src *'],
    ['nothing', ''],
    ['undefined', undefined],
  ])('%s', (_title, origin) => {
    expectRefusal(() => untyped.shellCsp({ teams: ['https://*.team.test', origin] }), 'shellCsp.teams[1]')
    expectRefusal(() => untyped.teamCsp({ shell: origin }), 'teamCsp.shell')
    expectRefusal(() => untyped.teamCsp({ shell: [origin] }), 'teamCsp.shell[0]')
  })
})

test.each<[title: string, preset: 'shellCsp' | 'teamCsp', options: unknown, path: string]>([
  ['no options', 'shellCsp', undefined, ''],
  ['no teams', 'shellCsp', {}, '.teams'],
  ['an empty list of teams', 'shellCsp', { teams: [] }, '.teams'],
  ['one team for a list', 'shellCsp', { teams: shell }, '.teams'],
  ['a team twice', 'shellCsp', { teams: [shell, shell] }, '.teams[1]'],
  ['no shell', 'teamCsp', {}, '.shell'],
  ['an empty list of shells', 'teamCsp', { shell: [] }, '.shell'],
  ['ancestors beside the shell', 'teamCsp', { shell, frameAncestors: ["'self'"] }, '.frameAncestors'],
  ['another mode', 'teamCsp', { shell, mode: 'strict' }, '.mode'],
  ['an unset mode', 'teamCsp', { shell, mode: undefined }, '.mode'],
  ['hash mode without hashes', 'shellCsp', { teams, mode: 'hash' }, '.hashes'],
  ['an API for a list', 'shellCsp', { teams, apis: 'https://api.test' }, '.apis'],
  ['an unknown option', 'shellCsp', { teams, shell }, '.shell'],
])('refuses %s: %s', (_title, preset, options, path) => {
  expectRefusal(() => untyped[preset](options), `${preset}${path}`)
})
