import type { Case, ExpectedHeaders } from '../case.ts'
import { CONFIGS } from './configs.ts'
import { reported } from './reported.ts'

const { changingCsp, shortCsp } = CONFIGS

const ANCESTORS = "frame-ancestors 'none'"
const TRIAL = reported('report', "img-src 'self'")
const BASE: ExpectedHeaders = {
  'content-security-policy': reported('enforce', "default-src 'self'; script-src 'self'; style-src 'none'", ANCESTORS),
  'content-security-policy-report-only': TRIAL,
  'x-frame-options': 'DENY',
}
const NONCE_POLICY = "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'nonce-{nonce}'"
const WITH_NONCE: ExpectedHeaders = {
  ...BASE,
  'content-security-policy': reported('enforce', NONCE_POLICY, ANCESTORS),
}

export const CHANGED_CSP: readonly Case[] = [
  {
    title: 'scripts and styles of a page have the same nonce',
    config: changingCsp,
    request: { path: '/html' },
    expect: { status: 200, headers: WITH_NONCE },
  },
  {
    title:
      'a route that appends: default-src comes along, the policy on trial gets it too, and X-Frame-Options follows',
    config: changingCsp,
    request: { path: '/ok' },
    expect: {
      status: 200,
      headers: {
        'content-security-policy': reported(
          'enforce',
          "default-src 'self'; script-src 'self'; style-src 'none'; img-src 'self' data:",
          "frame-ancestors 'self'",
        ),
        'content-security-policy-report-only': reported('report', "img-src 'self' data:"),
        'x-frame-options': 'SAMEORIGIN',
      },
    },
  },
  {
    title: 'a route that restricts: one policy more in the same header',
    config: changingCsp,
    request: { method: 'POST', path: '/ok' },
    expect: {
      status: 200,
      headers: {
        ...BASE,
        'content-security-policy': `${BASE['content-security-policy']}, ${reported('enforce', "script-src 'none'")}`,
      },
    },
  },
  {
    title: 'a route that removes: what nothing is left of is none',
    config: changingCsp,
    request: { path: '/vary' },
    expect: {
      status: 200,
      headers: {
        ...BASE,
        'content-security-policy': reported(
          'enforce',
          "default-src 'self'; script-src 'none'; style-src 'none'",
          ANCESTORS,
        ),
        vary: 'accept',
      },
    },
  },
  {
    title: 'a route that replaces, and appends to that: X-Frame-Options cannot say it and is left out',
    config: changingCsp,
    request: { path: '/stream' },
    expect: {
      status: 200,
      headers: {
        'content-security-policy': reported(
          'enforce',
          "default-src 'none'; script-src 'self'; style-src 'none'; font-src 'self'",
          'frame-ancestors https://shell.example.com',
        ),
        'content-security-policy-report-only': TRIAL,
      },
    },
  },
  {
    title: 'another method of a path whose rule changes the policy: the base',
    config: changingCsp,
    request: { method: 'PUT', path: '/ok' },
    expect: { status: 'any', headers: BASE },
  },
  {
    title: 'a response that changes its own policy, and reads its nonce',
    config: changingCsp,
    request: { path: '/changed' },
    expect: {
      status: 200,
      headers: {
        'content-security-policy': reported(
          'enforce',
          `${NONCE_POLICY}; img-src 'self' https://tiles.example.com`,
          ANCESTORS,
        ),
        'content-security-policy-report-only': reported('report', "img-src 'self' https://tiles.example.com"),
        'x-frame-options': 'DENY',
      },
    },
  },
  {
    title: 'a change that would add a directive: refused, and the page has the policy that it had',
    config: changingCsp,
    request: { path: '/unchanged' },
    expect: { status: 200, headers: WITH_NONCE },
  },
  {
    title: 'the shortest form of a policy',
    config: shortCsp,
    request: { path: '/ok' },
    expect: {
      status: 200,
      headers: { 'content-security-policy': "default-src 'self'; img-src https: data:; script-src 'self'" },
    },
  },
]
