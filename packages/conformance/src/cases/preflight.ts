import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { listed, anyone, opaque, reflecting, status200, continued, empty } = CONFIGS

const METHOD = 'access-control-request-method'
const HEADERS = 'access-control-request-headers'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

// Fetch §3.3.3, the full lists, so that one preflight serves every later request to the URL.
const GRANTED: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, PUT, DELETE',
  'access-control-allow-headers': 'content-type, x-requested-with, x-trace',
  'access-control-max-age': '600',
  vary: ASKED,
}
// A refusal tells nothing.
const DENIED: ExpectedHeaders = { vary: ASKED }
const BY_NAME: ExpectedHeaders = {
  'access-control-allow-origin': STRANGER,
  'access-control-allow-credentials': 'true',
  vary: ASKED,
}

const ALLOWED_METHODS: readonly (readonly [title: string, method: string])[] = [
  ['a listed method', 'PUT'],
  ['another listed method', 'DELETE'],
  ['GET', 'GET'],
  ['HEAD, which is safelisted', 'HEAD'],
  ['POST, which is safelisted', 'POST'],
]

const REFUSED_METHODS: readonly (readonly [title: string, method: string | readonly string[]])[] = [
  ['a method that is not listed', 'PATCH'],
  ['a listed method in lower case', 'put'],
  ['a listed method in mixed case', 'Delete'],
  ['a safelisted method in lower case', 'post'],
  ['a forbidden method', 'TRACE'],
  ['OPTIONS', 'OPTIONS'],
  ['two listed methods', 'PUT, DELETE'],
  ['two lines', ['PUT', 'DELETE']],
  ['a star', '*'],
  ['an empty method', ''],
  ['something that is no method', 'P UT'],
  ['a name of every object', '__proto__'],
]

// RFC 9110 §5.6.1 for lists, §5.1 for the case of names. Browsers send the first form, intermediaries and tools the others.
const ALLOWED_HEADERS: readonly (readonly [title: string, value: string | readonly string[]])[] = [
  ['one', 'x-trace'],
  ['all, as browsers send them', 'content-type,x-requested-with,x-trace'],
  ['in another order', 'x-trace,content-type'],
  ['in capitals', 'X-Requested-With,X-TRACE'],
  ['with spaces after the commas', 'content-type, x-trace'],
  ['with white space of every kind', 'content-type \t ,\t x-trace'],
  ['twice', 'x-trace,x-trace,X-Trace'],
  ['with empty elements', ',x-trace,,content-type,'],
  ['on two lines', ['content-type', 'x-trace']],
  ['none', ''],
]

const REFUSED_HEADERS: readonly (readonly [title: string, value: string | readonly string[]])[] = [
  ['that is not listed', 'x-other'],
  ['that is not listed, among listed ones', 'content-type,x-other,x-trace'],
  ['that a listed name starts with', 'x-tra'],
  ['that starts with a listed name', 'x-trace-id'],
  ['with a space inside', 'x trace'],
  ['that is a star', '*'],
  ['that every object has', 'constructor'],
  ['that is no name', 'x-trace;q=1'],
  ['with a byte beyond ASCII', 'x-trac\u00e9'],
  ['of 15,000 characters', 'x'.repeat(15_000)],
  ['after 15,000 commas', `${','.repeat(15_000)}x-trace`],
  ['after 15,000 spaces', `content-type,${' '.repeat(15_000)}x-trace`],
  ['listed, 1,800 times', Array<string>(1_800).fill('x-trace').join(',')],
]

export const PREFLIGHT: readonly Case[] = [
  ...ALLOWED_METHODS.map(
    ([title, method]): Case => ({
      title: `a preflight for ${title}: granted`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: method } },
      expect: { status: 204, headers: GRANTED, body: '' },
    }),
  ),
  ...REFUSED_METHODS.map(
    ([title, method]): Case => ({
      title: `a preflight for ${title}: refused`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: method } },
      expect: { status: 403, headers: DENIED, body: '' },
    }),
  ),
  ...ALLOWED_HEADERS.map(
    ([title, value]): Case => ({
      title: `a preflight for listed headers, ${title}: granted`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT', [HEADERS]: value } },
      expect: { status: 204, headers: GRANTED, body: '' },
    }),
  ),
  ...REFUSED_HEADERS.map(
    ([title, value]): Case => ({
      title: `a preflight for a header ${title}: refused`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT', [HEADERS]: value } },
      expect: { status: 403, headers: DENIED, body: '' },
    }),
  ),
  ...(
    [
      ['an unknown origin', STRANGER],
      ['a look-alike', 'https://app.example.com.evil.example'],
      ['the apex of a wildcard', 'https://example.org'],
      ['the opaque origin', 'null'],
      ['two origins', [APP, STRANGER]],
    ] satisfies readonly (readonly [string, string | readonly string[]])[]
  ).map(
    ([title, origin]): Case => ({
      title: `a preflight from ${title}: refused`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin, [METHOD]: 'PUT', [HEADERS]: 'x-trace' } },
      expect: { status: 403, headers: DENIED, body: '' },
    }),
  ),
  {
    title: 'a preflight from below a wildcard: granted by name',
    config: listed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: 'https://shop.example.org', [METHOD]: 'PUT' } },
    expect: {
      status: 204,
      headers: { ...GRANTED, 'access-control-allow-origin': 'https://shop.example.org' },
      body: '',
    },
  },
  ...['/missing', '/own-options', '/throw', '/html', '/static', '/set/x-a/1', '/ok?page=2', '/'].map(
    (path): Case => ({
      title: `a preflight for ${path}: granted, and the app does not hear of it`,
      config: listed,
      request: { method: 'OPTIONS', path, headers: { origin: APP, [METHOD]: 'GET', [HEADERS]: 'x-trace' } },
      expect: { status: 204, headers: GRANTED, body: '' },
    }),
  ),
  {
    title: 'a preflight with a body: granted',
    config: listed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT' }, body: 'unexpected' },
    expect: { status: 204, headers: GRANTED, body: '' },
  },

  ...(
    [
      ['any method', { [METHOD]: 'FOO' }],
      ['any headers', { [METHOD]: 'PUT', [HEADERS]: 'x-one,x-two' }],
      ['no headers', { [METHOD]: 'GET' }],
    ] satisfies readonly (readonly [string, Record<string, string>])[]
  ).map(
    ([title, headers]): Case => ({
      title: `anyone, a preflight for ${title}: stars`,
      config: anyone,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, ...headers } },
      expect: {
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': '*',
          'access-control-allow-headers': '*',
          'access-control-max-age': '0',
          vary: 'origin, access-control-request-method',
        },
        body: '',
      },
    }),
  ),

  {
    title: 'a preflight from the opaque origin where it is trusted: granted by its name',
    config: opaque,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: 'null', [METHOD]: 'POST' } },
    expect: {
      status: 204,
      headers: {
        'access-control-allow-origin': 'null',
        'access-control-allow-methods': 'GET, HEAD, POST',
        vary: ASKED,
      },
      body: '',
    },
  },

  {
    // Fetch §3.3.5: beside credentials a star is a method of that name.
    title: 'reflecting, a preflight: method and headers by name, once each, in lower case',
    config: reflecting,
    request: {
      method: 'OPTIONS',
      path: '/ok',
      headers: { origin: STRANGER, [METHOD]: 'PATCH', [HEADERS]: ['x-one, X-Two', 'x-one'] },
    },
    expect: {
      status: 204,
      headers: {
        ...BY_NAME,
        'access-control-allow-methods': 'PATCH',
        'access-control-allow-headers': 'x-one, x-two',
      },
      body: '',
    },
  },
  {
    title: 'reflecting, a preflight without headers: none by name',
    config: reflecting,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, [METHOD]: 'PUT' } },
    expect: { status: 204, headers: { ...BY_NAME, 'access-control-allow-methods': 'PUT' }, body: '' },
  },
  ...(
    [
      ['two methods', { [METHOD]: 'PUT, DELETE' }],
      ['a method that is no token', { [METHOD]: 'PUT;x' }],
      ['a method of 5,000 characters', { [METHOD]: 'P'.repeat(5_000) }],
      ['a header that is no token', { [METHOD]: 'PUT', [HEADERS]: 'x-a; path=/' }],
      ['a header with a space', { [METHOD]: 'PUT', [HEADERS]: 'x-a b' }],
      ['a header with a byte beyond ASCII', { [METHOD]: 'PUT', [HEADERS]: 'x-\u00e4' }],
      ['3,000 headers', { [METHOD]: 'PUT', [HEADERS]: Array.from({ length: 3_000 }, (_, i) => `x${i % 99}`).join() }],
    ] satisfies readonly (readonly [string, Record<string, string>])[]
  ).map(
    ([title, headers]): Case => ({
      title: `reflecting, a preflight for ${title}: refused, nothing repeated`,
      config: reflecting,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, ...headers } },
      expect: { status: 403, headers: DENIED, body: '' },
    }),
  ),

  {
    title: 'a preflight with a status of its own',
    config: status200,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PATCH' } },
    expect: {
      status: 200,
      headers: { 'access-control-allow-origin': APP, 'access-control-allow-methods': 'PATCH', vary: ASKED },
      body: '',
    },
  },
  {
    title: 'a refused preflight: 403 all the same',
    config: status200,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: STRANGER, [METHOD]: 'PATCH' } },
    expect: { status: 403, headers: DENIED, body: '' },
  },

  ...['/ok', '/own-options'].map(
    (path): Case => ({
      title: `a continued preflight for ${path}: the app answers, with the headers`,
      config: continued,
      request: { method: 'OPTIONS', path, headers: { origin: APP, [METHOD]: 'PUT', [HEADERS]: 'x-trace' } },
      expect: {
        status: 200,
        headers: {
          'access-control-allow-origin': APP,
          'access-control-allow-methods': 'PUT',
          'access-control-allow-headers': 'x-trace',
          'access-control-max-age': '60',
          vary: ASKED,
        },
        body: path === '/ok' ? '"method":"OPTIONS"' : '"own":"options"',
      },
    }),
  ),
  ...(
    [
      ['from an unknown origin', { origin: STRANGER, [METHOD]: 'PUT' }],
      ['for a method that is not listed', { origin: APP, [METHOD]: 'DELETE' }],
      ['for a header that is not listed', { origin: APP, [METHOD]: 'PUT', [HEADERS]: 'x-other' }],
    ] satisfies readonly (readonly [string, Record<string, string>])[]
  ).map(
    ([title, headers]): Case => ({
      title: `a continued preflight ${title}: the app answers, without them`,
      config: continued,
      request: { method: 'OPTIONS', path: '/ok', headers },
      expect: { status: 200, headers: DENIED, body: '"method":"OPTIONS"' },
    }),
  ),

  {
    title: 'a preflight without a CORS configuration: the app answers',
    config: empty,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT' } },
    expect: { status: 200, headers: {}, body: '"method":"OPTIONS"' },
  },
]
