import { expect, test } from 'vitest'
import { ConfigError, type Finding } from '../finding.ts'
import { compileCsp } from './compile.ts'
import { NONCE } from './keywords.ts'
import type { HashSource } from './source.ts'
import { type StrictCspOptions, strictCsp } from './strict.ts'

const hash: HashSource = `'sha256-${'A'.repeat(43)}='`

function header(options: StrictCspOptions) {
  const findings: Finding[] = []
  const compiled = compileCsp([strictCsp(options)], { path: 'csp', findings })
  return {
    text: compiled?.headers[0]?.chunks.join('N'),
    codes: findings.map(({ severity, code }) => `${severity} ${code}`),
  }
}

const rest = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"

test.each<[title: string, options: StrictCspOptions, text: string]>([
  ['nonces', { mode: 'nonce' }, `script-src 'nonce-N' 'strict-dynamic'; ${rest}`],
  ['hashes', { mode: 'hash', hashes: [hash] }, `script-src ${hash} 'strict-dynamic'; ${rest}`],
  ['nonces and hashes', { mode: 'nonce', hashes: [hash] }, `script-src 'nonce-N' ${hash} 'strict-dynamic'; ${rest}`],
  [
    'nonced styles',
    { mode: 'nonce', styles: 'nonce' },
    `script-src 'nonce-N' 'strict-dynamic'; style-src 'self' 'nonce-N'; ${rest}`,
  ],
  [
    'styles of the own origin',
    { mode: 'hash', hashes: [hash], styles: 'self' },
    `script-src ${hash} 'strict-dynamic'; style-src 'self'; ${rest}`,
  ],
  [
    'any inline style',
    { mode: 'hash', hashes: [hash], styles: 'unsafe-inline' },
    `script-src ${hash} 'strict-dynamic'; style-src 'self' 'unsafe-inline'; ${rest}`,
  ],
  [
    'other frame ancestors',
    { mode: 'nonce', frameAncestors: ['https://shell.test'] },
    "script-src 'nonce-N' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors https://shell.test",
  ],
  [
    'more directives, and one of its own replaced',
    { mode: 'nonce', directives: { 'base-uri': ["'self'"], 'img-src': ["'self'", 'data:'] } },
    "script-src 'nonce-N' 'strict-dynamic'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; img-src 'self' data:",
  ],
])('%s', (_title, options, text) => {
  expect(header(options)).toEqual({ text, codes: [] })
})

test('the fallbacks for old browsers are noted, not warned about', () => {
  expect(header({ mode: 'nonce', fallbacks: true })).toEqual({
    text: `script-src 'nonce-N' 'strict-dynamic' https: 'unsafe-inline'; ${rest}`,
    codes: ['info unsafe-inline-disabled'],
  })
})

test('report-only', () => {
  expect(strictCsp({ mode: 'nonce', reportOnly: true })).toMatchObject({ reportOnly: true })
  expect(strictCsp({ mode: 'nonce' })).not.toHaveProperty('reportOnly')
})

test('is plain data, so it survives JSON', () => {
  const config = strictCsp({ mode: 'nonce' })
  expect(JSON.parse(JSON.stringify(config))).toEqual(config)
  expect(config.directives['script-src']).toContain(NONCE)
})

// What JavaScript callers, and configurations read from a file, may hand over.
const untyped: { strictCsp(options: unknown): unknown } = { strictCsp }

test.each<[title: string, options: unknown, path: string]>([
  ['no options', undefined, 'strictCsp'],
  ['no mode', {}, 'strictCsp.mode'],
  ['another mode', { mode: 'strict' }, 'strictCsp.mode'],
  ['hash mode without hashes', { mode: 'hash' }, 'strictCsp.hashes'],
  ['hash mode with an empty list', { mode: 'hash', hashes: [] }, 'strictCsp.hashes'],
  ['hashes that are no list', { mode: 'nonce', hashes: hash }, 'strictCsp.hashes'],
  ['a nonce for styles in hash mode', { mode: 'hash', hashes: [hash], styles: 'nonce' }, 'strictCsp.styles'],
  ['unset styles', { mode: 'nonce', styles: undefined }, 'strictCsp.styles'],
  ['fallbacks that are no flag', { mode: 'nonce', fallbacks: 'yes' }, 'strictCsp.fallbacks'],
  ['an unset reportOnly', { mode: 'nonce', reportOnly: undefined }, 'strictCsp.reportOnly'],
  ['unset ancestors', { mode: 'nonce', frameAncestors: undefined }, 'strictCsp.frameAncestors'],
  ['directives that are no object', { mode: 'nonce', directives: 'img-src *' }, 'strictCsp.directives'],
  ['an unknown option', { mode: 'nonce', fallback: true }, 'strictCsp.fallback'],
])('refuses %s', (_title, options, path) => {
  const thrown = (() => {
    try {
      return untyped.strictCsp(options)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toBeInstanceOf(ConfigError)
  expect(thrown).toMatchObject({ findings: [{ path, severity: 'error' }] })
})

test('leaves directives and hashes to the compiler, which names their place', () => {
  const findings: Finding[] = []
  const options = { mode: 'hash', hashes: ['sha256-x'], directives: { 'img-scr': ['*'] } }
  const configs = [untyped.strictCsp(options)]
  const compiler: { compileCsp(configs: readonly unknown[], options: { path: string; findings: Finding[] }): unknown } =
    { compileCsp }
  expect(compiler.compileCsp(configs, { path: 'csp', findings })).toBeNull()
  expect(findings.map(({ path }) => path)).toEqual(['csp.directives.script-src[0]', 'csp.directives.img-scr'])
})
