import type { Case } from '../case.ts'
import { APP, CONFIGS } from './configs.ts'

const { listed, reflecting } = CONFIGS

const METHOD = 'access-control-request-method'
const HEADERS = 'access-control-request-headers'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

// Node takes 16,384 bytes of headers (`--max-http-header-size`). What comes with these leaves room for a little more.
const LENGTH = 15_500
const FLOODS: readonly (readonly [title: string, text: string])[] = [
  ['one word', 'x'.repeat(LENGTH)],
  ['commas', ','.repeat(LENGTH)],
  ['listed names', 'x-trace,'.repeat(LENGTH / 8)],
  ['labels', `https://${'a.'.repeat(LENGTH / 2)}example.org`],
  ['origins', `${APP}, `.repeat(LENGTH / 26)],
  ['bytes beyond ASCII', '\u00ff'.repeat(LENGTH)],
]

/** Headers as long as a server takes them, and longer. */
export const HOSTILE: readonly Case[] = [
  ...FLOODS.flatMap(([title, text]): Case[] => [
    {
      title: `an Origin of 15,500 characters, ${title}: only Vary`,
      config: listed,
      request: { path: '/ok', headers: { origin: text } },
      expect: { status: 200, headers: { vary: 'origin' }, body: '"ok":true' },
    },
    {
      title: `an Origin of 15,500 characters, ${title}, where any is answered by name: only Vary`,
      config: reflecting,
      request: { path: '/ok', headers: { origin: text } },
      expect: { status: 200, headers: { vary: 'origin' }, body: '"ok":true' },
    },
    {
      title: `a preflight from an Origin of 15,500 characters, ${title}: refused`,
      config: listed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: text, [METHOD]: 'PUT' } },
      expect: { status: 403, headers: { vary: ASKED }, body: '' },
    },
    {
      title: `a preflight for a method of 15,500 characters, ${title}: refused`,
      config: reflecting,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: text } },
      expect: { status: 403, headers: { vary: ASKED }, body: '' },
    },
    {
      title: `a preflight for headers of 15,500 characters, ${title}, where any is answered by name: refused`,
      config: reflecting,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin: APP, [METHOD]: 'PUT', [HEADERS]: text } },
      expect: { status: 403, headers: { vary: ASKED }, body: '' },
    },
  ]),
  // RFC 6585 §5. Node answers itself, and no policy hears of it.
  ...['origin', HEADERS].map(
    (name): Case => ({
      title: `more of ${name} than Node takes: refused before anything else`,
      config: listed,
      request: {
        method: 'OPTIONS',
        path: '/ok',
        headers: { origin: APP, [METHOD]: 'PUT', [name]: 'x'.repeat(17_000) },
      },
      expect: { status: 431, headers: {} },
    }),
  ),
]
