import type { Case, ExpectedHeaders } from '../case.ts'
import { CONFIGS } from './configs.ts'
import { declared, reported, reportedSecurely } from './reported.ts'

const { reporting } = CONFIGS

const STRICT = "script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'"
const NONCELESS = "script-src 'strict-dynamic'; object-src 'none'"
const ANCESTORS = "frame-ancestors 'self'"
const TRIAL = "img-src 'self'"
const SAMPLED = "font-src 'self'"

function onHttp(policy: string): ExpectedHeaders {
  return {
    'content-security-policy': reported('enforce', policy, ANCESTORS),
    'content-security-policy-report-only': reported('report', TRIAL),
  }
}

// Chromium and Firefox report nothing of frame-ancestors to report-to, so that policy has report-uri alone here too.
function onHttps(policy: string): ExpectedHeaders {
  return {
    'content-security-policy': `${reportedSecurely('enforce', policy)}, ${reported('enforce', ANCESTORS)}`,
    'content-security-policy-report-only': reportedSecurely('report', TRIAL),
    'reporting-endpoints': declared(['enforce', STRICT], ['enforce', NONCELESS], ['report', TRIAL]),
  }
}

const PAGE = { path: '/html' }
const HTTPS = { 'x-forwarded-proto': 'https' }
// The session that falls below one half, and one that does not: by the hash of the core, the same everywhere.
const IN = { cookie: 'theme=dark; sid=a' }
const OUT = { cookie: 'theme=dark; sid=c' }

export const REPORTING: readonly Case[] = [
  {
    title: 'reports, the scheme is not known: report-uri alone, which works everywhere',
    config: reporting,
    request: { path: '/ok' },
    expect: { status: 200, headers: onHttp(NONCELESS) },
  },
  {
    title: 'reports, a proxy says http: report-uri alone',
    config: reporting,
    request: { path: '/ok', headers: { 'x-forwarded-proto': 'http' } },
    expect: { status: 200, headers: onHttp(NONCELESS) },
  },
  {
    title: 'reports, a proxy says https: report-to beside it, and its endpoints',
    config: reporting,
    request: { path: '/ok', headers: HTTPS },
    expect: { status: 200, headers: onHttps(NONCELESS) },
  },
  {
    title: 'reports, a page that reads its nonce: a policy of another name',
    config: reporting,
    request: PAGE,
    expect: { status: 200, headers: onHttp(STRICT) },
  },
  {
    title: 'reports, a page that reads its nonce, on https: the same name',
    config: reporting,
    request: { ...PAGE, headers: HTTPS },
    expect: { status: 200, headers: onHttps(STRICT) },
  },
  {
    title: 'reports, an error on https',
    config: reporting,
    request: { path: '/throw', headers: HTTPS },
    expect: { status: 500, headers: onHttps(NONCELESS) },
  },
  {
    title: 'reports, a path nobody serves, on https',
    config: reporting,
    request: { path: '/missing', headers: HTTPS },
    expect: { status: 404, headers: onHttps(NONCELESS) },
  },
  {
    title: 'reports, a session that is in the sample: one policy more',
    config: reporting,
    request: { path: '/ok', headers: IN },
    expect: {
      status: 200,
      headers: { ...onHttp(NONCELESS), 'content-security-policy-report-only': reported('report', TRIAL, SAMPLED) },
    },
  },
  {
    title: 'reports, a session that is not in the sample',
    config: reporting,
    request: { path: '/ok', headers: OUT },
    expect: { status: 200, headers: onHttp(NONCELESS) },
  },
]
