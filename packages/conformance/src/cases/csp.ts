import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS } from './configs.ts'
import { reported } from './reported.ts'

const { staticCsp, nonceCsp, severalCsp, both } = CONFIGS

const STATIC: ExpectedHeaders = {
  'content-security-policy': "default-src 'self'; object-src 'none'; frame-ancestors 'none'",
}

const WITH_NONCE: ExpectedHeaders = {
  'content-security-policy':
    "script-src 'nonce-{nonce}' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
}
// Nobody read a nonce, so none was drawn. 'unsafe-inline' would come alive without one (CSP3 §6.7.3.2), so it is gone as well.
const WITHOUT_NONCE: ExpectedHeaders = {
  'content-security-policy': "script-src 'strict-dynamic' https:; object-src 'none'; base-uri 'none'",
}

const SEVERAL_WITH_NONCE: ExpectedHeaders = {
  'content-security-policy': reported(
    'enforce',
    "script-src 'nonce-{nonce}' 'strict-dynamic'; base-uri 'none'",
    "frame-ancestors 'self'",
  ),
  'content-security-policy-report-only': reported('report', "style-src 'self' 'nonce-{nonce}'", "img-src 'self'"),
}
const SEVERAL_WITHOUT_NONCE: ExpectedHeaders = {
  'content-security-policy': reported(
    'enforce',
    "script-src 'strict-dynamic'; base-uri 'none'",
    "frame-ancestors 'self'",
  ),
  'content-security-policy-report-only': reported('report', "style-src 'self'", "img-src 'self'"),
}

// What answers with something else than a page is under the policy all the same.
const ANYWHERE: readonly (readonly [title: string, request: Case['request'], status: number | 'any'])[] = [
  ['JSON', { path: '/ok' }, 200],
  ['POST', { method: 'POST', path: '/ok' }, 200],
  ['HEAD', { method: 'HEAD', path: '/ok' }, 200],
  ['OPTIONS', { method: 'OPTIONS', path: '/own-options' }, 200],
  ['a stream', { path: '/stream' }, 200],
  ['a socket taken over', { path: '/hijack' }, 200],
  ['a thrown error', { path: '/throw' }, 500],
  ['a path nobody serves', { path: '/missing' }, 404],
  ['a page', { path: '/static' }, 200],
]

export const CSP: readonly Case[] = [
  ...ANYWHERE.map(
    ([title, request, status]): Case => ({
      title: `a policy without nonces, ${title}`,
      config: staticCsp,
      request,
      expect: { status, headers: request.path === '/hijack' ? { ...STATIC, vary: 'accept' } : STATIC },
    }),
  ),
  {
    title: 'a policy without nonces, a page that asks for one: it gets none',
    config: staticCsp,
    request: { path: '/html' },
    expect: { status: 200, headers: STATIC, body: 'nonce=""' },
  },

  {
    title: 'a page that reads its nonce: fresh, and the same in header and body',
    config: nonceCsp,
    request: { path: '/html' },
    expect: { status: 200, headers: WITH_NONCE },
  },
  ...ANYWHERE.map(
    ([title, request, status]): Case => ({
      title: `a nonce that nobody reads is not drawn: ${title}`,
      config: nonceCsp,
      request,
      expect: { status, headers: request.path === '/hijack' ? { ...WITHOUT_NONCE, vary: 'accept' } : WITHOUT_NONCE },
    }),
  ),
  {
    title: 'a nonce chosen by the client: ignored',
    config: nonceCsp,
    request: {
      path: '/html',
      headers: {
        'content-security-policy': "script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'",
        'x-nonce': 'aaaaaaaaaaaaaaaaaaaaaaaa',
      },
    },
    expect: { status: 200, headers: WITH_NONCE },
  },
  {
    title: 'the app’s own policy for one response: kept',
    config: nonceCsp,
    request: { path: `/set/content-security-policy/${encodeURIComponent("default-src 'none'")}` },
    expect: { status: 200, headers: { 'content-security-policy': "default-src 'none'" } },
  },

  {
    title: 'enforced and on trial, a page that reads its nonce: one nonce in both headers',
    config: severalCsp,
    request: { path: '/html' },
    expect: { status: 200, headers: SEVERAL_WITH_NONCE },
  },
  {
    title: 'enforced and on trial, nobody reads the nonce',
    config: severalCsp,
    request: { path: '/ok' },
    expect: { status: 200, headers: SEVERAL_WITHOUT_NONCE },
  },
  {
    title: 'csp: false on a route: no policy',
    config: severalCsp,
    request: { path: '/static' },
    expect: { status: 200, headers: {} },
  },
  {
    title: 'a route’s own policy takes the place of all',
    config: severalCsp,
    request: { path: '/vary' },
    expect: {
      status: 200,
      headers: { 'content-security-policy': reported('enforce', "default-src 'none'"), vary: 'accept' },
    },
  },
  {
    title: 'a route’s own policy on trial: nothing is enforced',
    config: severalCsp,
    request: { path: '/own-options' },
    expect: {
      status: 200,
      headers: { 'content-security-policy-report-only': reported('report', "default-src 'self'") },
    },
  },
  {
    title: 'a route’s own policy for another method: not used',
    config: severalCsp,
    request: { method: 'OPTIONS', path: '/own-options' },
    expect: { status: 200, headers: SEVERAL_WITHOUT_NONCE, body: '"own":"options"' },
  },

  {
    title: 'a granted preflight has no policy',
    config: both,
    request: { method: 'OPTIONS', path: '/html', headers: { origin: APP, 'access-control-request-method': 'GET' } },
    expect: {
      status: 204,
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, HEAD, POST',
        vary: 'origin, access-control-request-method, access-control-request-headers',
      },
      body: '',
    },
  },
  {
    title: 'a refused preflight has no policy',
    config: both,
    request: { method: 'OPTIONS', path: '/html', headers: { origin: 'null', 'access-control-request-method': 'GET' } },
    expect: {
      status: 403,
      headers: { vary: 'origin, access-control-request-method, access-control-request-headers' },
      body: '',
    },
  },
  {
    title: 'sharing and a policy on one page',
    config: both,
    request: { path: '/html', headers: { origin: APP } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'content-security-policy': "script-src 'self' 'nonce-{nonce}'; frame-ancestors 'none'",
        vary: 'origin',
      },
    },
  },
  {
    title: 'a page without Origin: the policy, and Vary',
    config: both,
    request: { path: '/html' },
    expect: {
      status: 200,
      headers: {
        'content-security-policy': "script-src 'self' 'nonce-{nonce}'; frame-ancestors 'none'",
        vary: 'origin',
      },
    },
  },
  {
    title: 'HEAD for a page: the headers of a response without a body',
    config: staticCsp,
    request: { method: 'HEAD', path: '/static' },
    expect: { status: 200, headers: STATIC, body: '' },
  },
]
