import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import type { CspObject } from './config.ts'
import { type FromHelmetOptions, fromHelmet } from './from-helmet.ts'
import { NONCE } from './keywords.ts'
import type { CspMigration } from './migration/migration.ts'

/** What JavaScript callers may hand over. */
const untyped: { fromHelmet(options?: unknown, settings?: unknown): CspMigration } = { fromHelmet }

const DEFAULTS = {
  'default-src': ["'self'"],
  'base-uri': ["'self'"],
  'font-src': ["'self'", 'https:', 'data:'],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", 'https:', "'unsafe-inline'"],
  'upgrade-insecure-requests': true,
}

const DISABLED = Symbol('dangerouslyDisableDefaultSrc')
const drawn = (_request: unknown, response: { locals: { nonce: string } }) => `'nonce-${response.locals.nonce}'`
const fastify: FromHelmetOptions = { from: '@fastify/helmet' }

/** The given directives alone. */
function only(directives: object): object {
  return { useDefaults: false, directives: { 'default-src': DISABLED, ...directives } }
}

test.each<[title: string, options: unknown, csp: CspObject | false | object, settings?: FromHelmetOptions]>([
  ['nothing', undefined, { directives: DEFAULTS }],
  ['true', { contentSecurityPolicy: true }, { directives: DEFAULTS }],
  ['false', { contentSecurityPolicy: false }, false],
  ['other headers only', { hsts: false }, { directives: DEFAULTS }],
  [
    'report-only',
    { reportOnly: true, ...only({ imgSrc: ['*'] }) },
    { directives: { 'img-src': ['*'] }, reportOnly: true },
  ],
  [
    'names in either case, over the defaults',
    { directives: { scriptSrc: ["'self'", 'cdn.test'], 'img-src': ['*'] } },
    { directives: { ...DEFAULTS, 'script-src': ["'self'", 'cdn.test'], 'img-src': ['*'] } },
  ],
  [
    'null takes a default away',
    { directives: { upgradeInsecureRequests: null } },
    { directives: Object.fromEntries(Object.entries(DEFAULTS).filter(([name]) => !name.startsWith('upgrade'))) },
  ],
  [
    'no default-src, spelled out',
    { useDefaults: false, directives: { defaultSrc: DISABLED, imgSrc: ['*'] } },
    { directives: { 'img-src': ['*'] } },
  ],
  [
    'a text, a set, an empty list',
    only({ scriptSrc: "'self'  https://a.test", imgSrc: new Set(['data:']), objectSrc: [], sandbox: [] }),
    {
      directives: {
        'script-src': ["'self'", 'https://a.test'],
        'img-src': ['data:'],
        'object-src': ["'none'"],
        sandbox: true,
      },
    },
  ],
  ['a function that gives a nonce', only({ scriptSrc: [drawn] }), { directives: { 'script-src': [NONCE] } }],
  [
    'values that are no sources',
    only({
      sandbox: ['ALLOW-FORMS'],
      reportUri: '/reports',
      reportTo: ['csp'],
      webrtc: ["'block'"],
      trustedTypes: ['default', "'ALLOW-duplicates'"],
      requireTrustedTypesFor: ["'script'"],
      upgradeInsecureRequests: [],
    }),
    {
      directives: {
        sandbox: ['allow-forms'],
        'report-uri': ['/reports'],
        'report-to': 'csp',
        webrtc: "'block'",
        'trusted-types': ['default', "'allow-duplicates'"],
        'require-trusted-types-for': ["'script'"],
        'upgrade-insecure-requests': true,
      },
    },
  ],
  [
    'the nonces of @fastify/helmet beside its defaults',
    { enableCSPNonces: true },
    {
      directives: {
        ...DEFAULTS,
        'script-src': ["'self'", NONCE],
        'style-src': ["'self'", 'https:', "'unsafe-inline'", NONCE],
      },
    },
    fastify,
  ],
  [
    'the nonces of @fastify/helmet beside lists, and in place of what is none',
    {
      enableCSPNonces: true,
      contentSecurityPolicy: only({ scriptSrc: ["'self'"], 'style-src': ["'self'", 'a.test'], imgSrc: ['*'] }),
    },
    { directives: { 'script-src': ["'self'", NONCE], 'style-src': ["'self'", 'a.test', NONCE], 'img-src': ['*'] } },
    fastify,
  ],
  [
    'no nonces of @fastify/helmet',
    { enableCSPNonces: false, global: true, contentSecurityPolicy: only({ imgSrc: ['*'] }) },
    { directives: { 'img-src': ['*'] } },
    fastify,
  ],
])('%s', (_title, options, csp, settings) => {
  const { csp: given, findings } = untyped.fromHelmet(options, settings)
  expect({ csp: given, errors: findings.filter(({ severity }) => severity === 'error') }).toEqual({ csp, errors: [] })
})

const digest = `${'A'.repeat(43)}=`

test.each<[title: string, directives: object, csp: object | false, code: Finding['code'], path: string]>([
  [
    'a keyword in capitals, which helmet lets through',
    { imgSrc: ['SELF'] },
    { 'img-src': ["'none'"] },
    'invalid-source',
    'imgSrc[0]',
  ],
  [
    'a keyword that helmet does not know',
    { scriptSrc: ['trusted-types-eval', 'a.test'] },
    { 'script-src': ['a.test'] },
    'invalid-source',
    'scriptSrc[0]',
  ],
  [
    'several sources in one entry, which hide what needs quotes',
    { scriptSrc: ['self https:'] },
    { 'script-src': ['https:'] },
    'invalid-source',
    'scriptSrc[0]',
  ],
  [
    'a keyword that is none',
    { scriptSrc: ["'strict'"] },
    { 'script-src': ["'none'"] },
    'invalid-source',
    'scriptSrc[0]',
  ],
  [
    "'none' beside others",
    { objectSrc: ["'none'", 'a.test'] },
    { 'object-src': ['a.test'] },
    'none-with-others',
    'objectSrc[0]',
  ],
  [
    'the text of NONCE, which is no nonce to a browser',
    { scriptSrc: [NONCE, 'a.test'] },
    { 'script-src': ['a.test'] },
    'invalid-source',
    'scriptSrc[0]',
  ],
  ['a fixed nonce', { scriptSrc: ["'nonce-abc'"] }, { 'script-src': [NONCE] }, 'fixed-nonce', 'scriptSrc[0]'],
  [
    'a function that gives a fixed nonce',
    { scriptSrc: [() => "'nonce-abc'"] },
    { 'script-src': [NONCE] },
    'fixed-nonce',
    'scriptSrc[0]',
  ],
  [
    'a function that gives a nonce',
    { scriptSrc: [drawn] },
    { 'script-src': [NONCE] },
    'behaviour-differs',
    'scriptSrc[0]',
  ],
  [
    "'strict-dynamic' for workers, which browsers heed against the standard",
    { workerSrc: ["'strict-dynamic'", "'self'"] },
    { 'worker-src': ["'self'"] },
    'behaviour-differs',
    'workerSrc[0]',
  ],
  [
    'a keyword in the wrong directive',
    { imgSrc: ["'strict-dynamic'", '*'] },
    { 'img-src': ['*'] },
    'misplaced-value',
    'imgSrc[0]',
  ],
  [
    "what made 'unsafe-inline' void, CSP3 §6.7.3.2: a nonce for attributes",
    { styleSrcAttr: ["'unsafe-inline'", "'nonce-abc'"] },
    { 'style-src-attr': ["'none'"] },
    'unsafe-inline-disabled',
    'styleSrcAttr',
  ],
  [
    'the same: a hash of the wrong length',
    { scriptSrc: ["'unsafe-inline'", "'sha256-abc'", 'a.test'] },
    { 'script-src': ['a.test'] },
    'unsafe-inline-disabled',
    'scriptSrc',
  ],
  [
    "the same: 'strict-dynamic' for attributes",
    { scriptSrcAttr: ["'unsafe-inline'", "'strict-dynamic'"] },
    { 'script-src-attr': ["'none'"] },
    'unsafe-inline-disabled',
    'scriptSrcAttr',
  ],
  [
    'the algorithm of a hash in capitals, which is one all the same',
    { scriptSrc: ["'unsafe-inline'", `'SHA256-${digest}'`, 'SELF'] },
    { 'script-src': ["'unsafe-inline'", `'sha256-${digest}'`] },
    'invalid-source',
    'scriptSrc[2]',
  ],
  [
    'an unset variable in a text',
    { connectSrc: ['https://undefined'] },
    { 'connect-src': ["'none'"] },
    'unset-value',
    'connectSrc[0]',
  ],
  ['a scheme without its colon', { imgSrc: ['data'] }, { 'img-src': ['data'] }, 'invalid-source', 'imgSrc[0]'],
  ['a query', { imgSrc: ['https://a.test/b?c'] }, { 'img-src': ['https://a.test/b'] }, 'dead-value', 'imgSrc[0]'],
  ['no scheme', { imgSrc: ['//a.test'] }, { 'img-src': ["'none'"] }, 'invalid-source', 'imgSrc[0]'],
  [
    'a semicolon that is missing',
    { imgSrc: ["'self' script-src"] },
    { 'img-src': ["'self'"] },
    'invalid-source',
    'imgSrc[0]',
  ],
  ['false', { imgSrc: ['*', false] }, { 'img-src': ['*'] }, 'dead-value', 'imgSrc[1]'],
  ['an unknown directive', { imgScr: ['*'], imgSrc: ['*'] }, { 'img-src': ['*'] }, 'unknown-directive', 'imgScr'],
  ['nothing but unknown directives', { imgScr: ['*'] }, false, 'nothing-configured', ''],
  [
    'a removed directive',
    { pluginTypes: ['a/b'], imgSrc: ['*'] },
    { 'img-src': ['*'] },
    'deprecated-directive',
    'pluginTypes',
  ],
  ['an unknown sandbox token', { sandbox: ['allow-all'] }, { sandbox: true }, 'misplaced-value', 'sandbox[0]'],
  ['a second endpoint', { reportTo: ['a', 'b'] }, { 'report-to': 'a' }, 'misplaced-value', 'reportTo'],
  [
    'an unquoted group of sinks',
    { requireTrustedTypesFor: ['script'], imgSrc: ['*'] },
    { 'img-src': ['*'] },
    'dead-value',
    'requireTrustedTypesFor',
  ],
  [
    'a policy named like a keyword',
    { trustedTypes: ['allow-duplicates'] },
    { 'trusted-types': ['allow-duplicates'] },
    'invalid-source',
    'trustedTypes[0]',
  ],
  ['webrtc without quotes, which blocks', { webrtc: ['allow'] }, { webrtc: "'block'" }, 'misplaced-value', 'webrtc[0]'],
])('leaves out or names what has another effect than it seems: %s', (_title, directives, expected, code, path) => {
  const { csp, findings } = untyped.fromHelmet(only(directives))
  expect(csp === false ? false : csp?.directives).toEqual(expected)
  expect(findings.map((finding) => `${finding.code} ${finding.path}`)).toContain(
    `${code} ${path === '' ? 'directives' : `directives.${path}`}`,
  )
})

test.each<[title: string, options: unknown, path: string, settings?: unknown]>([
  ['a keyword without quotes', only({ imgSrc: ['self'] }), 'directives.imgSrc[0]'],
  ['a hash without quotes', only({ scriptSrc: ['sha256-abc'] }), 'directives.scriptSrc[0]'],
  ['a semicolon', only({ imgSrc: ['a.test; script-src *'] }), 'directives.imgSrc[0]'],
  ['a comma', only({ imgSrc: 'a.test, b.test' }), 'directives.imgSrc'],
  ['a line break', only({ imgSrc: ['a.test\r\nx: y'] }), 'directives.imgSrc[0]'],
  ['a character outside ASCII', only({ imgSrc: ['müller.test'] }), 'directives.imgSrc[0]'],
  ['an unset entry', only({ imgSrc: [undefined] }), 'directives.imgSrc[0]'],
  ['an entry that is no text', only({ imgSrc: [7] }), 'directives.imgSrc[0]'],
  ['a directive without a value', only({ imgSrc: undefined }), 'directives.imgSrc'],
  ['a flag', only({ upgradeInsecureRequests: true }), 'directives.upgradeInsecureRequests'],
  ['a generator, which gives its entries once', only({ imgSrc: ['*'].values() }), 'directives.imgSrc'],
  ['no default-src', { directives: { defaultSrc: null } }, 'directives.default-src'],
  ['no default-src, and no defaults', { useDefaults: false, directives: { imgSrc: ['*'] } }, 'directives.default-src'],
  ['no directive', { useDefaults: false, directives: { defaultSrc: DISABLED } }, 'directives'],
  ['another directive disabled', only({ imgSrc: DISABLED }), 'directives.imgSrc'],
  ['a name that is none', only({ img_src: ['*'] }), 'directives.img_src'],
  ['a name twice', only({ imgSrc: ['*'], 'img-src': ['*'] }), 'directives.img-src'],
  ['directives that are no object', { directives: "default-src 'self'" }, 'directives'],
  ['a function that gives no nonce', only({ imgSrc: [() => 'a.test'] }), 'directives.imgSrc[0]'],
  ['a function that gives more than a nonce', only({ scriptSrc: [() => "'nonce-a' *"] }), 'directives.scriptSrc[0]'],
  ['a function that throws', only({ scriptSrc: [() => Reflect.get({}, 'a').b] }), 'directives.scriptSrc[0]'],
  ['a misspelt option', { contentSecurtyPolicy: false }, 'contentSecurtyPolicy'],
  [
    'an option of the policy that helmet does not know',
    { contentSecurityPolicy: { scriptSrc: [] } },
    'contentSecurityPolicy.scriptSrc',
  ],
  ['the option of another library', { enableCSPNonces: true }, 'enableCSPNonces'],
  ['null for the policy', { contentSecurityPolicy: null }, 'contentSecurityPolicy'],
  ['a text for the options', "default-src 'self'", ''],
  ['a URL without a scheme', only({ reportUri: ['reports'] }), 'directives.reportUri[0]'],
  ['an unknown library', {}, 'from', { from: 'hapi' }],
])('has no translation for %s', (_title, options, path, settings) => {
  const { csp, findings } = untyped.fromHelmet(options, settings)
  expect(csp).toBeNull()
  expect(findings.flatMap((finding) => (finding.severity === 'error' ? [finding.path] : []))).toEqual([path])
})

test.each<[title: string, options: unknown, expected: string | undefined]>([
  ['the same as frame-ancestors', {}, undefined],
  ['another than frame-ancestors', { frameguard: { action: 'deny' } }, 'info behaviour-differs frameguard'],
  ['switched off', { xFrameOptions: false, contentSecurityPolicy: false }, undefined],
  ['alone', { contentSecurityPolicy: false }, 'warning dropped-option xFrameOptions'],
  [
    'alone, since a report-only policy keeps nobody out',
    { contentSecurityPolicy: { reportOnly: true } },
    'warning dropped-option xFrameOptions',
  ],
])('X-Frame-Options: %s', (_title, options, expected) => {
  const { findings } = untyped.fromHelmet(options)
  const told = findings.filter(({ path }) => path === 'xFrameOptions' || path === 'frameguard')
  expect(told.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual(expected ? [expected] : [])
})

test.each<[title: string, options: unknown, codes: readonly string[]]>([
  [
    'nothing given',
    undefined,
    [
      'default-lets-through contentSecurityPolicy.directives.font-src',
      'default-lets-through contentSecurityPolicy.directives.style-src',
      'unasked-directive contentSecurityPolicy.directives.upgrade-insecure-requests',
    ],
  ],
  ['all of them given', { directives: { fontSrc: ['*'], styleSrc: ['*'], upgradeInsecureRequests: null } }, []],
  ['switched off', { useDefaults: false, directives: { defaultSrc: ['*'] } }, []],
  [
    'inline scripts admitted, their attributes not',
    { directives: { fontSrc: ['*'], styleSrc: ['*'], upgradeInsecureRequests: [], scriptSrc: ["'unsafe-inline'"] } },
    ['unasked-directive directives.script-src-attr'],
  ],
])('says what helmet adds: %s', (_title, options, codes) => {
  const { findings } = untyped.fromHelmet(options)
  const told = findings.filter(({ code }) => code === 'default-lets-through' || code === 'unasked-directive')
  expect(told.map(({ code, path }) => `${code} ${path}`)).toEqual(codes)
})

test('says what @fastify/helmet loses, and what koa-helmet leaves to Koa', () => {
  const { findings } = untyped.fromHelmet(
    { enableCSPNonces: true, contentSecurityPolicy: { directives: { scriptSrc: "'self' cdn.test" } } },
    fastify,
  )
  expect(findings.filter(({ code }) => code === 'dead-value').map(({ path }) => path)).toEqual([
    'contentSecurityPolicy.directives.scriptSrc',
    'contentSecurityPolicy.directives.styleSrc',
  ])
  expect(fromHelmet({}, { from: 'koa-helmet' }).findings).toContainEqual(
    expect.objectContaining({ code: 'behaviour-differs', path: '' }),
  )
})

test('reports everything at once', () => {
  const { findings } = untyped.fromHelmet(only({ imgSrc: ['self', 'a;b'], scriptSrc: ['SELF'] }))
  expect(findings.map(({ path }) => path)).toEqual([
    'directives.imgSrc[0]',
    'directives.imgSrc[1]',
    'directives.scriptSrc[0]',
  ])
})
