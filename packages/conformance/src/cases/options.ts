import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { listed, anyone, empty } = CONFIGS

// Fetch §3.3.2: without Origin and Access-Control-Request-Method an OPTIONS is no preflight, and the app's own business. What comes
// back depends on whether it was one.
const ASKED = 'origin, access-control-request-method, access-control-request-headers'
const SHARED: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'x-total, x-page',
  vary: ASKED,
}

export const OPTIONS: readonly Case[] = [
  {
    title: 'OPTIONS with Origin: the app answers, shared as any response',
    config: listed,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: SHARED, body: '"method":"OPTIONS"' },
  },
  {
    title: 'OPTIONS with Origin: the app’s own handler answers',
    config: listed,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: APP } },
    expect: { status: 200, headers: SHARED, body: '"own":"options"' },
  },
  {
    title: 'OPTIONS with an unknown Origin: the app answers, not shared',
    config: listed,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: ASKED }, body: '"own":"options"' },
  },
  {
    title: 'OPTIONS without Origin: the app answers',
    config: listed,
    request: { method: 'OPTIONS', path: '/own-options' },
    expect: { status: 200, headers: { vary: ASKED }, body: '"own":"options"' },
  },
  {
    title: 'OPTIONS with Access-Control-Request-Method but without Origin: the app answers',
    config: listed,
    request: { method: 'OPTIONS', path: '/own-options', headers: { 'access-control-request-method': 'PUT' } },
    expect: { status: 200, headers: { vary: ASKED }, body: '"own":"options"' },
  },
  {
    title: 'OPTIONS with Access-Control-Request-Headers alone: the app answers',
    config: listed,
    request: {
      method: 'OPTIONS',
      path: '/own-options',
      headers: { origin: APP, 'access-control-request-headers': 'x-other' },
    },
    expect: { status: 200, headers: SHARED, body: '"own":"options"' },
  },
  {
    title: 'OPTIONS for a path nobody serves',
    config: listed,
    request: { method: 'OPTIONS', path: '/missing', headers: { origin: APP } },
    expect: { status: 'any', headers: SHARED },
  },
  {
    title: 'OPTIONS for a path without a handler for it',
    config: listed,
    request: { method: 'OPTIONS', path: '/vary', headers: { origin: APP } },
    expect: { status: 'any', headers: SHARED },
  },
  {
    title: 'OPTIONS for the server as a whole',
    config: listed,
    request: { method: 'OPTIONS', path: '*', headers: { origin: APP } },
    expect: { status: 'any', headers: SHARED },
  },
  {
    title: 'a preflight for the server as a whole',
    config: listed,
    request: {
      method: 'OPTIONS',
      path: '*',
      headers: { origin: STRANGER, 'access-control-request-method': 'PUT' },
    },
    expect: { status: 403, headers: { vary: ASKED }, body: '' },
  },
  {
    title: 'anyone, OPTIONS: the app answers',
    config: anyone,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: STRANGER } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
        'timing-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'origin, access-control-request-method',
      },
      body: '"own":"options"',
    },
  },
  {
    title: 'no configuration, OPTIONS: the app answers',
    config: empty,
    request: { method: 'OPTIONS', path: '/own-options', headers: { origin: APP } },
    expect: { status: 200, headers: {}, body: '"own":"options"' },
  },
]
