import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  integer,
  ipV6,
  oneof,
  property,
  string,
  stringMatching,
  tuple,
} from 'fast-check'
import { expect, test } from 'vitest'
import { showValue } from '../finding.ts'
import { runs } from '../property.test-kit.ts'
import { parseOriginPattern } from './pattern.ts'

const label: Arbitrary<string> = oneof(
  { weight: 6, arbitrary: stringMatching(/^[a-z0-9_-]{1,8}$/) },
  constantFrom(
    'xn--bcher-kva',
    'xn--zca',
    'xn--a',
    'xn--',
    'xn--fa-hia',
    'XN--BCHER-KVA',
    'bücher',
    'ß',
    'ａ',
    'a\u00ad',
    '例え',
  ),
  constantFrom(
    '0x7f',
    '0x',
    '0xg',
    '0177',
    '127',
    '256',
    '0',
    '00',
    '1',
    '4294967295',
    '1e3',
    '%61',
    '*',
    '',
    'A',
    'localhost',
  ),
  constantFrom('a'.repeat(63), 'a'.repeat(64), '-', '_', '--'),
  string({ unit: 'grapheme', maxLength: 3 }),
  string({ unit: 'binary-ascii', maxLength: 3 }),
)
const host: Arbitrary<string> = oneof(
  { weight: 4, arbitrary: array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')) },
  array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.`),
  array(oneof(integer({ min: 0, max: 300 }).map(String), constantFrom('0x1', '01', '08', '')), {
    minLength: 1,
    maxLength: 5,
  }).map((parts) => parts.join('.')),
  ipV6().map((address) => `[${address}]`),
  constantFrom(
    '[::1]',
    '[::ffff:1.2.3.4]',
    '[0:0::1]',
    '[fe80::1%25eth0]',
    '[::1',
    '::1',
    `${'a.'.repeat(126)}a`,
    `${'a.'.repeat(127)}a`,
  ),
)
const port: Arbitrary<string> = oneof(
  { weight: 3, arbitrary: constant('') },
  integer({ min: 0, max: 70_000 }).map((number) => `:${number}`),
  constantFrom(':', ':80', ':443', ':0', ':00', ':080', ':0443', ':65535', ':65536', ':*', ':8*', ':a', ':+1', ':1e3'),
)
const end: Arbitrary<string> = oneof(
  { weight: 8, arbitrary: constant('') },
  constantFrom('/', '/a', '?', '#', '@a.test', ' ', '\n', '\0', ',https://b.test', ' https://b.test'),
)
const scheme: Arbitrary<string> = oneof(
  { weight: 8, arbitrary: constantFrom('https://', 'http://') },
  constantFrom(
    'HTTPS://',
    'https:/',
    'https:',
    'http:///',
    '//',
    '',
    '*://',
    'https*://',
    ' https://',
    'file://',
    'ws://',
    'blob:https://',
    'data:',
    'app://',
  ),
)
const userInfo: Arbitrary<string> = oneof(
  { weight: 12, arbitrary: constant('') },
  constantFrom('me@', 'me:pw@', '@', '*.', '*', '*.*.'),
)
const nearOrigin: Arbitrary<string> = tuple(scheme, userInfo, host, port, end).map((parts) => parts.join(''))
const anyText: Arbitrary<string> = oneof({ weight: 10, arbitrary: nearOrigin }, string({ unit: 'binary' }), string())

/** The judge: what the URL standard serialises as itself. */
function isOrigin(text: string): boolean {
  return originOf(text) === text
}

function originOf(text: string): string | undefined {
  try {
    return new URL(text).origin
  } catch {
    return undefined
  }
}

/**
 * Hosts and ports that URL lets through, and that no page can be loaded from: DNS has no name for them (RFC 1035 §2.3.4),
 * TCP no port 0. Of labels that begin with xn-- some runtimes take any; see below.
 */
function isUnreachable(text: string): boolean {
  const { hostname, port } = new URL(text)
  if (port === '0' || hostname.length > 253) return true
  if (hostname.startsWith('[')) return false
  const labels = (hostname.endsWith('.') ? hostname.slice(0, -1) : hostname).split('.')
  return (
    labels.some((name) => name.startsWith('xn--') || !/^[a-z0-9_-]{1,63}$/.test(name)) ||
    ['undefined', 'null'].includes(labels.at(-1) ?? '')
  )
}

test('an exact http or https origin is what the URL standard writes the same way', () => {
  assert(
    property(nearOrigin, (text) => {
      const pattern = parseOriginPattern(text)
      if ('code' in pattern) {
        if (text.startsWith('http') && isOrigin(text)) expect(isUnreachable(text), text).toBe(true)
      } else if (!pattern.wildcard && pattern.port !== '*' && text.startsWith('http')) {
        expect(isOrigin(text) && (text.includes('xn--') || !isUnreachable(text)), text).toBe(true)
      }
    }),
    { numRuns: runs(1000) },
  )
})

test('a wildcard pattern is an origin wherever a name and a port stand for the wildcards', () => {
  assert(
    property(nearOrigin, stringMatching(/^[a-z0-9_-]$/), (text, name) => {
      const pattern = parseOriginPattern(text)
      if ('code' in pattern || pattern.scheme === 'app') return
      const concrete = text.replace('://*.', `://${name}.`).replace(/:\*$/, ':8080')
      expect(isOrigin(concrete) && (concrete.includes('xn--') || !isUnreachable(concrete)), concrete).toBe(true)
    }),
    { numRuns: runs(1000) },
  )
})

test('every refusal shows the value and says what to write, and that can be written', () => {
  assert(
    property(anyText, (text) => {
      const refused = parseOriginPattern(text)
      if (!('code' in refused)) return
      expect(refused.message).toContain(showValue(text))
      expect(refused.fix.endsWith('.'), refused.fix).toBe(true)
      const [, written] = /^Write (\S+)\.(?: |$)/.exec(refused.fix) ?? []
      if (written !== undefined) expect(parseOriginPattern(written)).toHaveProperty('text', written)
      const [, list] = /^Make each an entry of its own: (.*)\.$/.exec(refused.fix) ?? []
      for (const entry of list === undefined ? [] : JSON.parse(`[${list}]`)) {
        expect(parseOriginPattern(entry)).toHaveProperty('text', entry)
      }
    }),
    { numRuns: runs(1000) },
  )
})

test('a label in punycode is taken when it is what the URL standard makes of the text it stands for', () => {
  assert(
    property(string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), (text) => {
      const origin = originOf(`https://${text}.test`)
      // Signs such as & pass through the URL parser beside letters that are encoded.
      if (origin === undefined || !/^https:\/\/xn--[a-z0-9-]{1,59}\.test$/.test(origin)) return
      expect(parseOriginPattern(origin), origin).toHaveProperty('text', origin)
    }),
    { numRuns: runs(1000) },
  )
})

test.each([
  'xn--',
  'xn--a',
  'xn--a-',
  'xn--abc',
  'xn--99999999',
  'xn--a-b-',
  'xn--_',
  'xn--bcher-kv',
  'xn--BCHER-kva',
  'xn--mgba3a4f16A',
])('%s is no label in punycode', (label) => {
  expect(parseOriginPattern(`https://${label}.test`)).toHaveProperty('code')
})
