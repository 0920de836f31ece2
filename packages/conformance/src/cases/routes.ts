import type { Case, ExpectedHeaders } from '../case.ts'
import { ADMIN, APP, CONFIGS, STRANGER } from './configs.ts'

const { routed, switchedOff, empty } = CONFIGS

const METHOD = 'access-control-request-method'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

const OPEN: ExpectedHeaders = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'x-total' }
const SHARED_WITH_APP: ExpectedHeaders = { 'access-control-allow-origin': APP, vary: 'origin' }
const REFUSED: ExpectedHeaders = { vary: 'origin' }
const DENIED: ExpectedHeaders = { vary: ASKED }

// Servers disagree on what these mean, so no route's rule applies: the base's does, which is no looser here.
const AMBIGUOUS_PATHS: readonly (readonly [title: string, path: string])[] = [
  ['an empty segment', '//ok'],
  ['a dot segment', '/./ok'],
  ['a dot segment at the end', '/ok/.'],
  ['two dots', '/x/../ok'],
  ['two dots at the end', '/ok/x/..'],
  ['encoded dots', '/x/%2e%2e/ok'],
  ['half-encoded dots', '/x/.%2E/ok'],
  ['an encoded slash', '/x%2f..%2fok'],
  ['an encoded backslash', '/x%5c..%5cok'],
  ['a backslash', '/x\\..\\ok'],
]

// Specificity, not order: a literal before a parameter before the rest of the path.
const MOST_SPECIFIC: readonly (readonly [title: string, path: string, origin: string])[] = [
  ['the rest of a path', '/set/x-a/other', 'https://set.example.com'],
  ['a parameter before the rest', '/set/x-a/exact', 'https://exact.example.com'],
  ['a literal before a parameter', '/set/x-literal/exact', 'https://literal.example.com'],
  ['a path with a query', '/set/x-a/exact?x=/set/x-literal/exact', 'https://exact.example.com'],
  ['a path with needless escapes', '/set/x%2Da/ex%61ct', 'https://exact.example.com'],
]

export const ROUTES: readonly Case[] = [
  ...['GET', 'HEAD'].map(
    (method): Case => ({
      title: `the rule for GET, ${method}`,
      config: routed,
      request: { method, path: '/ok', headers: { origin: STRANGER } },
      expect: { status: 200, headers: OPEN },
    }),
  ),
  {
    title: 'the rule for DELETE, from its origin',
    config: routed,
    request: { method: 'DELETE', path: '/ok', headers: { origin: ADMIN } },
    expect: {
      status: 200,
      headers: { 'access-control-allow-origin': ADMIN, 'access-control-allow-credentials': 'true', vary: 'origin' },
    },
  },
  {
    title: 'the rule for DELETE, from the origin of the base',
    config: routed,
    request: { method: 'DELETE', path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: REFUSED },
  },
  {
    title: 'a method without a rule: the base',
    config: routed,
    request: { method: 'PUT', path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: SHARED_WITH_APP },
  },
  {
    title: 'a path without a rule: the base',
    config: routed,
    request: { path: '/own-options', headers: { origin: APP } },
    expect: { status: 200, headers: SHARED_WITH_APP },
  },
  {
    title: 'a path below one with a rule: the base',
    config: routed,
    request: { path: '/ok/below', headers: { origin: STRANGER } },
    expect: { status: 404, headers: REFUSED },
  },
  {
    title: 'a path in capitals: the base',
    config: routed,
    request: { path: '/OK', headers: { origin: STRANGER } },
    expect: { status: 'any', headers: REFUSED },
  },
  {
    title: 'a path with a trailing slash: the base',
    config: routed,
    request: { path: '/ok/', headers: { origin: STRANGER } },
    expect: { status: 'any', headers: REFUSED },
  },

  {
    title: 'a preflight for GET: the rule of GET',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, [METHOD]: 'GET' } },
    expect: {
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, POST', vary: ASKED },
      body: '',
    },
  },
  {
    title: 'a preflight for HEAD: the rule of GET',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, [METHOD]: 'HEAD' } },
    expect: {
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, POST', vary: ASKED },
      body: '',
    },
  },
  {
    title: 'a preflight for DELETE: the rule of DELETE',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: ADMIN, [METHOD]: 'DELETE' } },
    expect: {
      status: 204,
      headers: {
        'access-control-allow-origin': ADMIN,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'DELETE',
        vary: ASKED,
      },
      body: '',
    },
  },
  {
    title: 'a preflight for DELETE from the origin of the base: refused',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'DELETE' } },
    expect: { status: 403, headers: DENIED, body: '' },
  },
  {
    title: 'a preflight for a method without a rule: the base',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT' } },
    expect: {
      status: 204,
      headers: { 'access-control-allow-origin': APP, 'access-control-allow-methods': 'PUT', vary: ASKED },
      body: '',
    },
  },
  {
    title: 'a plain OPTIONS: the base, since no rule is for OPTIONS',
    config: routed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: { 'access-control-allow-origin': APP, vary: ASKED }, body: '"method":"OPTIONS"' },
  },

  ...MOST_SPECIFIC.map(
    ([title, path, origin]): Case => ({
      title: `the most specific rule: ${title}`,
      config: routed,
      request: { path, headers: { origin } },
      expect: { status: 200, headers: { 'access-control-allow-origin': origin, vary: 'origin' } },
    }),
  ),
  ...AMBIGUOUS_PATHS.map(
    ([title, path]): Case => ({
      title: `a path with ${title}: the base`,
      config: routed,
      request: { path, headers: { origin: STRANGER } },
      expect: { status: 'any', headers: REFUSED },
    }),
  ),
  {
    title: 'a preflight for a path with an empty segment: the base',
    config: routed,
    request: { method: 'OPTIONS', path: '//ok', headers: { origin: STRANGER, [METHOD]: 'GET' } },
    expect: { status: 403, headers: DENIED, body: '' },
  },

  {
    title: 'cors: false on a route: no header',
    config: switchedOff,
    request: { path: '/ok', headers: { origin: STRANGER } },
    expect: { status: 200, headers: {}, body: '"ok":true' },
  },
  ...['/ok', '/own-options'].map(
    (path): Case => ({
      title: `cors: false on a route: a preflight for ${path} is the app's`,
      config: switchedOff,
      request: { method: 'OPTIONS', path, headers: { origin: STRANGER, [METHOD]: 'GET' } },
      expect: { status: 200, headers: {}, body: path === '/ok' ? '"method":"OPTIONS"' : '"own":"options"' },
    }),
  ),
  {
    title: 'cors: false on a route: a plain OPTIONS is the app’s',
    config: switchedOff,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: STRANGER } },
    expect: { status: 200, headers: {}, body: '"own":"options"' },
  },
  {
    title: 'cors: false on one route: others keep the base',
    config: switchedOff,
    request: { path: '/stream', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { 'access-control-allow-origin': '*' } },
  },
  {
    title: 'a route may be stricter than the base',
    config: switchedOff,
    request: { path: '/vary', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: 'accept, origin' } },
  },
  {
    title: 'a route brings options of its own',
    config: switchedOff,
    request: { path: '/vary', headers: { origin: APP } },
    expect: {
      status: 200,
      headers: { 'access-control-allow-origin': APP, 'timing-allow-origin': APP, vary: 'accept, origin' },
    },
  },
  {
    title: 'no configuration: a preflight for the app’s own OPTIONS reaches it',
    config: empty,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: APP, [METHOD]: 'GET' } },
    expect: { status: 200, headers: {}, body: '"own":"options"' },
  },
]
