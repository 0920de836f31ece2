import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { discreet } = CONFIGS

const METHOD = 'access-control-request-method'
const HEADERS = 'access-control-request-headers'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

const TOLD: ExpectedHeaders = {
  'access-control-allow-origin': APP,
  'access-control-allow-methods': 'PUT',
  'access-control-max-age': '60',
  'cache-control': 'public, max-age=60',
  vary: ASKED,
}

const REFUSED: readonly (readonly [title: string, headers: Readonly<Record<string, string>>])[] = [
  ['an unknown origin', { origin: STRANGER, [METHOD]: 'PUT' }],
  ['another method', { origin: APP, [METHOD]: 'PATCH' }],
  ['another header', { origin: APP, [METHOD]: 'PUT', [HEADERS]: 'x-trace,x-secret' }],
]

/** What a preflight is told, and for how long caches keep it; what else goes with the origins. */
export const PREFLIGHT_OPTIONS: readonly Case[] = [
  {
    title: 'minimal: a preflight is told the method it asked for',
    config: discreet,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT' } },
    expect: { status: 204, headers: TOLD, body: '' },
  },
  {
    title: 'minimal: a preflight is told the headers it asked for, and no others',
    config: discreet,
    request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT', [HEADERS]: 'X-Trace' } },
    expect: { status: 204, headers: { ...TOLD, 'access-control-allow-headers': 'x-trace' }, body: '' },
  },
  ...REFUSED.map(
    ([title, headers]): Case => ({
      title: `minimal: ${title}: refused, told nothing, and kept by no cache`,
      config: discreet,
      request: { method: 'OPTIONS', path: '/ok', headers },
      expect: { status: 403, headers: { vary: ASKED }, absent: ['cache-control'], body: '' },
    }),
  ),
  {
    title: 'by origins: a listed origin reads timings, and others may not embed',
    config: discreet,
    request: { path: '/ok', headers: { origin: APP } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': APP,
        'timing-allow-origin': APP,
        'cross-origin-resource-policy': 'same-origin',
        vary: 'origin',
      },
    },
  },
  ...(
    [
      ['an unknown origin', { origin: STRANGER }],
      ['no origin', {}],
    ] satisfies readonly (readonly [string, Readonly<Record<string, string>>])[]
  ).map(
    ([title, headers]): Case => ({
      title: `by origins: ${title} reads no timings, and may not embed`,
      config: discreet,
      request: { path: '/ok', headers },
      expect: { status: 200, headers: { 'cross-origin-resource-policy': 'same-origin', vary: 'origin' } },
    }),
  ),
  ...(
    [
      ['any origin', { origin: STRANGER }],
      ['no origin', {}],
    ] satisfies readonly (readonly [string, Readonly<Record<string, string>>])[]
  ).map(
    ([title, headers]): Case => ({
      title: `by origins: where everybody may read, ${title} reads timings and may embed`,
      config: discreet,
      request: { path: '/set/x-a/1', headers },
      expect: {
        status: 200,
        headers: {
          'access-control-allow-origin': '*',
          'timing-allow-origin': '*',
          'cross-origin-resource-policy': 'cross-origin',
        },
      },
    }),
  ),
]
