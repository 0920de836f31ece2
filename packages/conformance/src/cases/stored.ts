import type { Case } from '../case.ts'
import { CONFIGS } from './configs.ts'
import { reported } from './reported.ts'

const { nonceCsp, staticCsp, changingCsp } = CONFIGS

const STATIC = "default-src 'self'; object-src 'none'; frame-ancestors 'none'"
const WITH_NONCE =
  "script-src 'nonce-{nonce}' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; base-uri 'none'"

/** What caches keep (RFC 9111): a nonce belongs to the one body that it came with. */
export const STORED: readonly Case[] = [
  {
    title: 'a 304 under a policy with a nonce: the one that came with the body holds',
    config: nonceCsp,
    request: { path: '/not-modified' },
    expect: { status: 304, headers: {} },
  },
  {
    title: 'a 304 under a policy without a nonce: it may have changed',
    config: staticCsp,
    request: { path: '/not-modified' },
    expect: { status: 304, headers: { 'content-security-policy': STATIC } },
  },
  {
    title: 'a 304 under several policies: those without a nonce',
    config: changingCsp,
    request: { path: '/not-modified' },
    expect: {
      status: 304,
      headers: {
        'content-security-policy-report-only': reported('report', "img-src 'self'"),
        'x-frame-options': 'DENY',
      },
    },
  },
  {
    title: 'a page that reads its nonce: no shared cache may keep it',
    config: nonceCsp,
    request: { path: '/html' },
    expect: { status: 200, headers: { 'content-security-policy': WITH_NONCE, 'cache-control': 'private, no-cache' } },
  },
  {
    title: 'a page that reads its nonce and was meant for shared caches: browsers alone may keep it',
    config: nonceCsp,
    request: { path: '/cached' },
    expect: { status: 200, headers: { 'content-security-policy': WITH_NONCE, 'cache-control': 'max-age=60, private' } },
  },
  {
    title: 'a page that asks for a nonce where there is none: shared caches may keep it',
    config: staticCsp,
    request: { path: '/cached' },
    expect: { status: 200, headers: { 'content-security-policy': STATIC, 'cache-control': 'public, max-age=60' } },
  },
  {
    title: 'what reads no nonce says nothing of caches',
    config: nonceCsp,
    request: { path: '/ok' },
    expect: {
      status: 200,
      headers: { 'content-security-policy': "script-src 'strict-dynamic' https:; object-src 'none'; base-uri 'none'" },
      absent: ['cache-control'],
    },
  },
]
