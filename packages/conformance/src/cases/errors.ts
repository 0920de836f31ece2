import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { listed, both, anyone } = CONFIGS

// A page that may not read an error sees a "network error" in its place, and a page of an error is a page.
const SHARED: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'x-total, x-page',
  vary: 'origin',
}
const BOTH: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'content-security-policy': "script-src 'self'; frame-ancestors 'none'",
  vary: 'origin',
}

const HOSTILE: readonly (readonly [title: string, request: Case['request'], status: number | 'any'])[] = [
  ['a path nobody serves', { path: '/missing' }, 404],
  ['a path nobody serves, POST', { method: 'POST', path: '/missing', body: 'x' }, 'any'],
  ['a path nobody serves, HEAD', { method: 'HEAD', path: '/missing' }, 404],
  ['the root', { path: '/' }, 404],
  ['a method nobody serves', { method: 'DELETE', path: '/vary' }, 'any'],
  ['a thrown error', { path: '/throw' }, 500],
  ['a thrown error, HEAD', { method: 'HEAD', path: '/throw' }, 500],
  ['a header that cannot be set', { path: '/set/bad%20name/1' }, 500],
  ['a value that would split the header', { path: '/set/x-a/1%0d%0aset-cookie:%20a=b' }, 500],
  ['a body that is not the JSON it claims', { method: 'POST', path: '/ok', body: '{' }, 'any'],
  ['a malformed escape', { path: '/%zz' }, 'any'],
  ['an escape that is no text', { path: '/%E0%A4%A' }, 'any'],
  ['a parameter of 400 characters', { path: `/set/x-a/${'v'.repeat(400)}` }, 'any'],
]

export const ERRORS: readonly Case[] = [
  ...HOSTILE.map(
    ([title, request, status]): Case => ({
      title: `${title}: shared`,
      config: listed,
      request: { ...request, headers: { origin: APP, ...typeOf(request) } },
      expect: { status, headers: SHARED },
    }),
  ),
  ...HOSTILE.map(
    ([title, request, status]): Case => ({
      title: `${title}, refused: only Vary`,
      config: listed,
      request: { ...request, headers: { origin: STRANGER, ...typeOf(request) } },
      expect: { status, headers: { vary: 'origin' } },
    }),
  ),
  {
    title: 'a stream: shared',
    config: listed,
    request: { path: '/stream', headers: { origin: APP } },
    expect: { status: 200, headers: SHARED, body: 'one two three' },
  },
  {
    title: 'a stream, anyone: a star',
    config: anyone,
    request: { path: '/stream', headers: { origin: APP } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
        'timing-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      },
      body: 'one two three',
    },
  },
  {
    title: 'a thrown error, under a policy: all of it',
    config: both,
    request: { path: '/throw', headers: { origin: APP } },
    expect: { status: 500, headers: BOTH },
  },
  {
    title: 'a path nobody serves, under a policy: all of it',
    config: both,
    request: { path: '/missing', headers: { origin: APP } },
    expect: { status: 404, headers: BOTH },
  },
  {
    title: 'a stream, under a policy: all of it',
    config: both,
    request: { path: '/stream', headers: { origin: APP } },
    expect: { status: 200, headers: BOTH, body: 'one two three' },
  },
  {
    title: 'a socket taken over, under a policy: all of it',
    config: both,
    request: { path: '/hijack', headers: { origin: APP } },
    expect: { status: 200, headers: { ...BOTH, vary: 'accept, origin' }, body: 'hijacked' },
  },
  {
    title: 'the app’s own value of a header of ours: kept, on one line',
    config: anyone,
    request: { path: '/set/cross-origin-resource-policy/same-origin' },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
        'timing-allow-origin': '*',
        'cross-origin-resource-policy': 'same-origin',
      },
    },
  },
]

function typeOf({ body }: Case['request']): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-type': 'application/json' }
}
