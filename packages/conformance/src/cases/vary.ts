import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { listed, anyone } = CONFIGS

const SHARED: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'x-total, x-page',
}
const OPEN: ExpectedHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'timing-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

// RFC 9110 §12.5.5. An app that sets Vary replaces what was there; neither may get lost.
export const VARY: readonly Case[] = [
  {
    title: 'an app that sets Vary, shared: both',
    config: listed,
    request: { path: '/vary', headers: { origin: APP } },
    expect: { status: 200, headers: { ...SHARED, vary: 'accept, origin' } },
  },
  {
    title: 'an app that sets Vary, refused: both',
    config: listed,
    request: { path: '/vary', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: 'accept, origin' } },
  },
  {
    title: 'an app that sets Vary, without Origin: both',
    config: listed,
    request: { path: '/vary' },
    expect: { status: 200, headers: { vary: 'accept, origin' } },
  },
  {
    title: 'an app that sets Vary, HEAD: both',
    config: listed,
    request: { method: 'HEAD', path: '/vary' },
    expect: { status: 200, headers: { vary: 'accept, origin' }, body: '' },
  },
  {
    title: 'an app that sets Vary, where nothing varies: its own alone',
    config: anyone,
    request: { path: '/vary', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { ...OPEN, vary: 'accept' } },
  },
  {
    title: 'an app that names Origin itself: once',
    config: listed,
    request: { path: '/set/vary/Origin', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: 'origin' } },
  },
  {
    title: 'an app that names Origin among others: once',
    config: listed,
    request: { path: '/set/vary/Accept-Encoding%2C%20Origin%2C%20Accept', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: 'accept, accept-encoding, origin' } },
  },
  {
    title: 'an app that varies on everything: left alone',
    config: listed,
    request: { path: '/set/vary/*', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: '*' } },
  },
  {
    title: 'an app that takes the socket and writes a Vary of its own: both',
    config: listed,
    request: { path: '/hijack', headers: { origin: APP } },
    expect: { status: 200, headers: { ...SHARED, vary: 'accept, origin' }, body: 'hijacked' },
  },
  {
    title: 'an app that takes the socket, refused: both',
    config: listed,
    request: { path: '/hijack', headers: { origin: STRANGER } },
    expect: { status: 200, headers: { vary: 'accept, origin' }, body: 'hijacked' },
  },
  {
    title: 'a Vary in the request: not repeated',
    config: listed,
    request: { path: '/ok', headers: { origin: STRANGER, vary: 'x-poison' } },
    expect: { status: 200, headers: { vary: 'origin' } },
  },
]
