import { type ContinueDecision, type CspConfig, compile, decide, renderCsp } from '@sallyport/core'
import { NONCE, strictCsp, subsumes } from '@sallyport/core/csp'
import { describe, expect, test } from 'vitest'
import { type DevelopmentSetting, developmentCsp } from './development-csp.ts'

const setting: DevelopmentSetting = { reportPath: '/told', scheme: 'http', evaluatesModules: false }
const strict = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"

interface Row {
  readonly title: string
  readonly csp: CspConfig | readonly CspConfig[]
  readonly setting?: Partial<DevelopmentSetting>
  readonly enforced?: string
  readonly reportOnly?: string
  /** A nonce admits stylesheets of any scheme; those of web servers are enough while developing. */
  readonly hasStyleNonce?: true
}

const ROWS: readonly Row[] = [
  {
    title: 'React may evaluate; what production enforces is reported beside it, with the same nonce',
    csp: strictCsp({ mode: 'nonce' }),
    enforced: `script-src 'nonce-N' 'strict-dynamic' 'unsafe-eval'; ${strict}`,
    reportOnly: `script-src 'nonce-N' 'strict-dynamic' 'report-sample'; ${strict}; report-uri /told`,
  },
  {
    title:
      'the overlay may have <style>, for which neither nonces nor hashes may stand there; style attributes may not be',
    csp: { directives: { 'style-src': ["'self'", NONCE] } },
    hasStyleNonce: true,
    enforced: "style-src 'self' 'nonce-N'; style-src-elem 'self' * 'unsafe-inline'",
    reportOnly: "style-src 'self' 'nonce-N' 'report-sample'; report-uri /told",
  },
  {
    title: 'a list of styles without a nonce keeps its addresses',
    csp: { directives: { 'style-src': ["'self'", 'https://cdn.example.com'] } },
    enforced: "style-src 'self' https://cdn.example.com; style-src-elem 'self' https://cdn.example.com 'unsafe-inline'",
    reportOnly: "style-src 'self' https://cdn.example.com 'report-sample'; report-uri /told",
  },
  {
    title: 'updates come over the own host',
    csp: { directives: { 'connect-src': ['https://api.example.com'] } },
    enforced: "connect-src https://api.example.com 'self'",
    reportOnly: 'connect-src https://api.example.com; report-uri /told',
  },
  {
    title: 'what default-src decides is said by directives of their own',
    csp: { directives: { 'default-src': ["'none'"], 'script-src': [NONCE], 'img-src': ["'self'"] } },
    enforced:
      "default-src 'none'; script-src 'nonce-N' 'unsafe-eval'; img-src 'self'; style-src-elem 'unsafe-inline'; connect-src 'self'",
    reportOnly: "default-src 'none'; script-src 'nonce-N' 'report-sample'; img-src 'self'; report-uri /told",
  },
  {
    title: 'of default-src, only what means something there',
    csp: { directives: { 'default-src': ['https:', NONCE, "'strict-dynamic'"] } },
    hasStyleNonce: true,
    enforced:
      "default-src https: 'nonce-N' 'strict-dynamic'; script-src https: 'nonce-N' 'strict-dynamic' 'unsafe-eval'; style-src-elem https: * 'unsafe-inline'; connect-src https: 'self'",
    reportOnly: "default-src https: 'nonce-N' 'strict-dynamic' 'report-sample'; report-uri /told",
  },
  {
    title: 'nothing is written twice',
    csp: {
      directives: {
        'script-src': ["'self'", "'unsafe-eval'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'connect-src': ["'self'"],
      },
    },
    enforced: "script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'",
    reportOnly:
      "script-src 'self' 'unsafe-eval' 'report-sample'; style-src 'self' 'unsafe-inline' 'report-sample'; connect-src 'self'; report-uri /told",
  },
  {
    title: 'without scripts there are no tools: the policy stays',
    csp: { directives: { 'default-src': ["'none'"], 'style-src': ["'self'"] } },
    enforced: "default-src 'none'; style-src 'self'",
    reportOnly: "default-src 'none'; style-src 'self' 'report-sample'; report-uri /told",
  },
  {
    title: 'texts may be code and HTML, and nothing is upgraded where no https listens',
    csp: {
      directives: { 'require-trusted-types-for': ["'script'"], 'upgrade-insecure-requests': true, 'img-src': ['*'] },
    },
    enforced: 'img-src *',
    reportOnly: "require-trusted-types-for 'script'; img-src *; report-uri /told",
  },
  {
    title: 'over https, requests are upgraded',
    csp: { directives: { 'upgrade-insecure-requests': true } },
    setting: { scheme: 'https' },
    enforced: 'upgrade-insecure-requests',
  },
  {
    title: 'under webpack each module is evaluated, so that the report says nothing of eval',
    csp: { directives: { 'script-src': [NONCE] } },
    setting: { evaluatesModules: true },
    enforced: "script-src 'nonce-N' 'unsafe-eval'",
    reportOnly: "script-src 'nonce-N' 'unsafe-eval' 'report-sample'; report-uri /told",
  },
  {
    title: 'an endpoint of the app hears what is blocked, and nothing of what would be',
    csp: { directives: { 'img-src': ["'self'"], 'report-uri': ['https://reports.example.com/csp'] } },
    enforced: "img-src 'self'; report-uri https://reports.example.com/csp",
    reportOnly: "img-src 'self'; report-uri /told",
  },
  {
    title: 'a report-only policy of the app stays as it is',
    csp: [
      { directives: { 'img-src': ["'self'"] } },
      strictCsp({ mode: 'nonce', reportOnly: true, directives: { 'report-uri': ['/csp'] } }),
    ],
    enforced: "img-src 'self'",
    reportOnly: `script-src 'nonce-N' 'strict-dynamic'; ${strict}; report-uri /csp, img-src 'self'; report-uri /told`,
  },
  {
    title: 'alone too',
    csp: { directives: { 'script-src': ["'self'"] }, reportOnly: true },
    reportOnly: "script-src 'self'",
  },
  {
    title: 'of several policies each has its own report',
    csp: [{ directives: { 'script-src': [NONCE] } }, { directives: { 'script-src': ["'self'"] } }],
    enforced: "script-src 'nonce-N' 'unsafe-eval', script-src 'self' 'unsafe-eval'",
    reportOnly:
      "script-src 'nonce-N' 'report-sample'; report-uri /told, script-src 'self' 'report-sample'; report-uri /told",
  },
]

describe.each(ROWS)('$title', ({ csp, setting: changed, enforced, reportOnly, hasStyleNonce }) => {
  const form = developmentCsp(compiled(csp), { ...setting, ...changed })

  test('as sent', () => {
    expect(sent(form)).toEqual({
      ...(enforced === undefined ? {} : { 'content-security-policy': enforced }),
      ...(reportOnly === undefined ? {} : { 'content-security-policy-report-only': reportOnly }),
    })
  })

  test('blocks nothing that production allows', () => {
    const policies = (text: string | undefined) => (text === undefined ? [] : [{ header: text }])
    const whole = sent(compiled(csp))['content-security-policy']
    const production = hasStyleNonce ? whole?.replaceAll(" 'nonce-N'", '') : whole
    expect(
      subsumes(policies(enforced), policies(production), { page: 'http://localhost:3000/', profile: 'spec' }),
    ).toBe(true)
  })
})

test('the form is made once', () => {
  const csp = compiled(strictCsp({ mode: 'nonce' }))
  expect(developmentCsp(csp, setting)).toBe(developmentCsp(csp, { ...setting }))
  expect(developmentCsp(csp, setting)).not.toBe(developmentCsp(csp, { ...setting, scheme: 'https' }))
})

test('without its nonce a policy is for no page of Next.js, and stays', () => {
  const csp = compiled(strictCsp({ mode: 'nonce' }))
  expect(developmentCsp(csp, setting).nonceless).toBe(csp.nonceless)
})

function compiled(csp: CspConfig | readonly CspConfig[]) {
  const decision = decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
  if (decision.kind !== 'continue' || decision.csp === null) throw new Error('no policy')
  return decision.csp
}

function sent(csp: ContinueDecision['csp']): Record<string, string> {
  const decision = decide(compile({ csp: "img-src 'self'" }), { method: 'GET', path: '/', header: () => undefined })
  if (decision.kind !== 'continue') throw new Error('answered')
  const { 'x-frame-options': _, ...policies } = Object.fromEntries(renderCsp({ ...decision, csp }, 'N'))
  return policies
}
