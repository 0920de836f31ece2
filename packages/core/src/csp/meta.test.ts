import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { NONCE } from './keywords.ts'
import { metaCsp } from './meta.ts'

test('one element for each policy (HTML §4.2.5.3: a comma starts no other policy there)', () => {
  expect(metaCsp(["default-src 'self'", { directives: { 'img-src': ['https://a.test/'] } }])).toEqual({
    contents: ["default-src 'self'", 'img-src https://a.test/'],
    html: `<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><meta http-equiv="Content-Security-Policy" content="img-src https://a.test/">`,
    findings: [],
  })
})

test('what a meta element cannot carry is reported (CSP3 §3.3)', () => {
  const { contents, findings } = metaCsp([
    {
      directives: {
        'img-src': ['*'],
        'frame-ancestors': ["'none'"],
        'report-uri': ['/r'],
        'report-to': 'csp',
        sandbox: true,
        'upgrade-insecure-requests': true,
      },
    },
    { directives: { 'font-src': ["'self'"], 'report-uri': ['/r'] }, reportOnly: true },
    { directives: { 'frame-ancestors': ["'self'"] } },
  ])
  expect(contents).toEqual(['img-src *; report-to csp; upgrade-insecure-requests'])
  expect(findings.filter(({ code }) => code === 'ignored-in-meta').map(({ path }) => path)).toEqual([
    'csp[0].frame-ancestors',
    'csp[0].report-uri',
    'csp[0].sandbox',
    'csp[1]',
    'csp[2].frame-ancestors',
  ])
})

test('of a nonce, the form without one, which is no looser', () => {
  const policy = { directives: { 'script-src': [NONCE, "'strict-dynamic'", "'unsafe-inline'"] } } as const
  expect(metaCsp(policy)).toMatchObject({
    contents: ["script-src 'strict-dynamic'"],
    findings: [{ code: 'unsafe-inline-disabled' }, { code: 'ignored-in-meta', path: 'csp.script-src' }],
  })
  expect(metaCsp(policy, { nonce: 'abcDEF123-_' }).contents).toEqual([
    "script-src 'nonce-abcDEF123-_' 'strict-dynamic' 'unsafe-inline'",
  ])
})

test('what means something in HTML is escaped', () => {
  expect(metaCsp("img-src https://a.test/a&b'c").html).toContain(`content="img-src https://a.test/a&amp;b'c"`)
})

test('of a compiled policy, the base', () => {
  const policy = compile({ csp: "img-src 'self'", routes: [{ path: '/a', csp: false }] })
  expect(metaCsp(policy).contents).toEqual(["img-src 'self'"])
  expect(metaCsp(compile({ csrf: true }))).toEqual({ contents: [], html: '', findings: [] })
})

test.each(['', 'a b', "a'", 'a"><script>', 'é'])('no nonce: %j', (nonce) => {
  expect(() => metaCsp({ directives: { 'script-src': [NONCE] } }, { nonce })).toThrow('is no nonce')
})

test('a configuration that cannot be used', () => {
  expect(() => metaCsp('img-src self')).toThrow('single quotes')
})
