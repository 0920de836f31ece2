import type { Case, ExpectedHeaders } from '../case.ts'
import { AT_ONCE, LATE, LATER, REFUSED, REJECTING, THROWING, UNDECIDED } from '../resolver.ts'
import { APP, CONFIGS } from './configs.ts'

const { resolved } = CONFIGS

const METHOD = 'access-control-request-method'
const HEADERS = 'access-control-request-headers'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

function sharedWith(origin: string): ExpectedHeaders {
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }
}

const ADMITTED: readonly (readonly [title: string, origin: string])[] = [
  ['an origin that is known', APP],
  ['an origin that is admitted at once', AT_ONCE],
  ['an origin that is admitted later', LATER],
]

const DENIED: readonly (readonly [title: string, origin: string | readonly string[]])[] = [
  ['an origin that is refused', REFUSED],
  ['an origin nobody decides about', UNDECIDED],
  ['an origin whose look-up is rejected', REJECTING],
  ['an origin whose look-up throws', THROWING],
  ['an origin whose look-up takes too long', LATE],
  ['the opaque origin', 'null'],
  ['no origin that a browser would write', `${AT_ONCE}:443`],
  ['an insecure origin, with credentials', 'http://at-once.example.com'],
  ['two origins that are admitted', [AT_ONCE, LATER]],
]

/** Origins that are looked up: the same answers from every adapter, however long they take. */
export const RESOLVED: readonly Case[] = [
  ...ADMITTED.flatMap(([title, origin]): Case[] => [
    {
      title: `${title}: shared`,
      config: resolved,
      request: { path: '/ok', headers: { origin } },
      expect: { status: 200, headers: { ...sharedWith(origin), vary: 'origin' }, body: '"ok":true' },
    },
    {
      title: `${title}: shared, when the app fails`,
      config: resolved,
      request: { path: '/throw', headers: { origin } },
      expect: { status: 500, headers: { ...sharedWith(origin), vary: 'origin' } },
    },
    {
      title: `${title}: a preflight is granted`,
      config: resolved,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin, [METHOD]: 'PUT', [HEADERS]: 'x-trace' } },
      expect: {
        status: 204,
        headers: {
          ...sharedWith(origin),
          'access-control-allow-methods': 'PUT',
          'access-control-allow-headers': 'x-trace',
          vary: ASKED,
        },
        body: '',
      },
    },
    {
      title: `${title}: a preflight for another method is refused`,
      config: resolved,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin, [METHOD]: 'DELETE' } },
      expect: { status: 403, headers: { vary: ASKED }, body: '' },
    },
    {
      title: `${title}: an OPTIONS that is no preflight goes to the app, shared`,
      config: resolved,
      request: { method: 'OPTIONS', path: '/own-options', headers: { origin } },
      expect: { status: 200, headers: { ...sharedWith(origin), vary: ASKED }, body: '"own":"options"' },
    },
  ]),
  ...DENIED.flatMap(([title, origin]): Case[] => [
    {
      title: `${title}: only Vary`,
      config: resolved,
      request: { path: '/ok', headers: { origin } },
      expect: { status: 200, headers: { vary: 'origin' }, body: '"ok":true' },
    },
    {
      title: `${title}: a preflight is refused`,
      config: resolved,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin, [METHOD]: 'PUT' } },
      expect: { status: 403, headers: { vary: ASKED }, body: '' },
    },
  ]),
  {
    title: 'origins that are looked up, and no Origin: Vary as ever',
    config: resolved,
    request: { path: '/ok' },
    expect: { status: 200, headers: { vary: 'origin' }, body: '"ok":true' },
  },
  {
    title: 'origins that are looked up, and an app that sets Vary: both',
    config: resolved,
    request: { path: '/vary', headers: { origin: LATER } },
    expect: { status: 200, headers: { ...sharedWith(LATER), vary: 'accept, origin' } },
  },
]
