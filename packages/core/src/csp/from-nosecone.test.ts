import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { fromNosecone } from './from-nosecone.ts'
import { NONCE } from './keywords.ts'
import type { CspMigration } from './migration/migration.ts'

/** What JavaScript callers may hand over. */
const untyped: { fromNosecone(options?: unknown, settings?: unknown): CspMigration } = { fromNosecone }

const DEFAULTS = {
  'base-uri': ["'none'"],
  'child-src': ["'none'"],
  'connect-src': ["'self'"],
  'default-src': ["'self'"],
  'font-src': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'frame-src': ["'none'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'manifest-src': ["'self'"],
  'media-src': ["'self'"],
  'object-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'worker-src': ["'self'"],
}

let count = 0
function drawn(): string {
  count += 1
  return `'nonce-${count}'`
}

test.each<[title: string, options: unknown, csp: object | false, settings?: unknown]>([
  ['nothing', undefined, { directives: DEFAULTS }],
  ['true', { contentSecurityPolicy: true }, { directives: DEFAULTS }],
  ['false', { contentSecurityPolicy: false }, false],
  ['directives, which no default is added to', { directives: { imgSrc: ['*'] } }, { directives: { 'img-src': ['*'] } }],
  [
    'directives switched off',
    { contentSecurityPolicy: { directives: { imgSrc: ['*'], scriptSrc: false, styleSrc: null, fontSrc: undefined } } },
    { directives: { 'img-src': ['*'] } },
  ],
  [
    'flags',
    { directives: { upgradeInsecureRequests: true, sandbox: [] } },
    { directives: { 'upgrade-insecure-requests': true, sandbox: true } },
  ],
  ['a function that gives a nonce', { directives: { scriptSrc: [drawn] } }, { directives: { 'script-src': [NONCE] } }],
  [
    'nothing, @nosecone/next',
    undefined,
    { directives: { ...DEFAULTS, 'script-src': ["'self'", NONCE], 'style-src': ["'self'", "'unsafe-inline'"] } },
    { from: '@nosecone/next' },
  ],
])('%s', (_title, options, csp, settings) => {
  const { csp: given, findings } = untyped.fromNosecone(options, settings)
  expect({ csp: given, errors: findings.filter(({ severity }) => severity === 'error') }).toEqual({ csp, errors: [] })
})

test.each<[title: string, directives: object, csp: object | false, code: Finding['code'], path: string]>([
  [
    'true for a list, which admits nothing',
    { scriptSrc: true },
    { 'script-src': ["'none'"] },
    'dead-value',
    'scriptSrc',
  ],
  [
    'a text for a list, which is lost',
    { scriptSrc: "'self'" },
    { 'script-src': ["'none'"] },
    'dead-value',
    'scriptSrc',
  ],
  [
    'a nonce without quotes',
    { scriptSrc: ['nonce-abc'] },
    { 'script-src': ["'none'"] },
    'invalid-source',
    'scriptSrc[0]',
  ],
  ['a fixed nonce', { scriptSrc: ["'nonce-abc'"] }, { 'script-src': [NONCE] }, 'fixed-nonce', 'scriptSrc[0]'],
  [
    'a sandbox token that browsers know no more',
    { sandbox: ['allow-downloads-without-user-activation', 'allow-forms'] },
    { sandbox: ['allow-forms'] },
    'misplaced-value',
    'sandbox[0]',
  ],
  [
    'a removed directive',
    { navigateTo: ['*'], imgSrc: ['*'] },
    { 'img-src': ['*'] },
    'deprecated-directive',
    'navigateTo',
  ],
  ['nothing at all', {}, false, 'nothing-configured', ''],
])('leaves out or names what has another effect than it seems: %s', (_title, directives, expected, code, path) => {
  const { csp, findings } = untyped.fromNosecone({ directives })
  expect(csp === false ? false : csp?.directives).toEqual(expected)
  expect(findings.map((finding) => `${finding.code} ${finding.path}`)).toContain(
    `${code} ${path === '' ? 'directives' : `directives.${path}`}`,
  )
})

test.each<[title: string, options: unknown, path: string, settings?: unknown]>([
  ['a semicolon, which nosecone sends', { directives: { imgSrc: ['*; script-src *'] } }, 'directives.imgSrc[0]'],
  ['a comma, which nosecone sends', { directives: { imgSrc: ['a.test,b.test'] } }, 'directives.imgSrc[0]'],
  ['a keyword without quotes', { directives: { imgSrc: ['self'] } }, 'directives.imgSrc[0]'],
  ['a name with hyphens', { directives: { 'img-src': ['*'] } }, 'directives.img-src'],
  ['a directive that nosecone does not know', { directives: { webrtc: ["'block'"] } }, 'directives.webrtc'],
  ['a sandbox token that it does not know', { directives: { sandbox: ['allow-downloads'] } }, 'directives.sandbox[0]'],
  ['an unset entry', { directives: { imgSrc: [undefined] } }, 'directives.imgSrc[0]'],
  ['a function that gives no nonce', { directives: { imgSrc: [() => 'a.test'] } }, 'directives.imgSrc[0]'],
  ['directives that are no object', { directives: ["'self'"] }, 'directives'],
  ['report-only, which nosecone does not have', { directives: {}, reportOnly: true }, 'reportOnly'],
  ['a misspelt option', { contentSecurtyPolicy: false }, 'contentSecurtyPolicy'],
  ['a text for the policy', { contentSecurityPolicy: 'x' }, 'contentSecurityPolicy'],
  ['a text for the options', 'x', ''],
  ['an unknown library', {}, 'from', { from: 'helmet' }],
])('has no translation for %s', (_title, options, path, settings) => {
  const { csp, findings } = untyped.fromNosecone(options, settings)
  expect(csp).toBeNull()
  expect(findings.flatMap((finding) => (finding.severity === 'error' ? [finding.path] : []))).toEqual([path])
})

test('by default nosecone lets nobody frame the pages, and says with another header that the own origin may', () => {
  const told = fromNosecone().findings.filter(({ path }) => path === 'xFrameOptions')
  expect(told).toMatchObject([{ severity: 'info', code: 'behaviour-differs' }])
  expect(fromNosecone({ xFrameOptions: { action: 'deny' } }).findings.map(({ path }) => path)).not.toContain(
    'xFrameOptions',
  )
})
