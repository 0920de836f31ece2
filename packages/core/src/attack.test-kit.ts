import fc from 'fast-check'

/** What an attacker may be able to register, or a client that is no browser may send. */
const EVIL = 'evil.test'
const LONG = `${'a'.repeat(60)}.`.repeat(6)
const SPECIAL: readonly string[] = [
  ...[
    '%00',
    '%2e',
    '%20',
    '\\',
    '/',
    '\t',
    '\0',
    '\r\n',
    '\u007f',
    ' ',
    '!',
    '`',
    '{',
    '}',
    '_',
    '-',
    '(',
    ')',
    "'",
    '"',
    ';',
    '&',
    '$',
  ],
  ...[
    '|',
    '^',
    '~',
    '+',
    '=',
    '*',
    ',',
    ', ',
    '#',
    '?',
    '@',
    ':',
    '::',
    '//',
    '://',
    '.',
    '..',
    '[',
    ']',
    '<',
    '>',
    '%',
    '&#46;',
  ],
  // Full width, an ideographic full stop, a one dot leader, look-alikes, letters that change when their case does, what nobody sees.
  ...[
    '\uff45',
    '\u3002',
    '\uff0e',
    '\u2024',
    '\u0430',
    '\u0435',
    '\u0131',
    '\u0130',
    '\u017f',
    '\u212a',
    '\u00df',
    '\u00ad',
    '\u200d',
    '\u202e',
    '\ufeff',
  ],
  ...['é', '\ud800', '\u{1f512}', '\u0100', '\u010a'],
]
const TWINS: Readonly<Record<string, string>> = {
  a: '\u0430',
  e: '\u0435',
  o: '\u043e',
  c: '\u0441',
  p: '\u0440',
  x: '\u0445',
  t: '\uff54',
  s: '\u017f',
  l: '1',
  i: 'l',
}

type Attack = (origin: string) => string

function taken(origin: string): { readonly scheme: string; readonly host: string; readonly port: string } {
  const separator = origin.indexOf('://')
  const authority = origin.slice(separator + 3)
  const colon = authority.lastIndexOf(':')
  const hasPort = colon > authority.lastIndexOf(']')
  return {
    scheme: origin.slice(0, Math.max(separator, 0)),
    host: hasPort ? authority.slice(0, colon) : authority,
    port: hasPort ? authority.slice(colon) : '',
  }
}

/** A change of scheme, host or port (with its colon). */
function change(of: (parts: ReturnType<typeof taken>) => Partial<ReturnType<typeof taken>>): Attack {
  return (origin) => {
    const parts = taken(origin)
    const { scheme, host, port } = { ...parts, ...of(parts) }
    return `${scheme}://${host}${port}`
  }
}

const PLAIN: readonly Attack[] = [
  change(({ host }) => ({ host: `evil${host}` })),
  change(({ host }) => ({ host: `evil-${host}` })),
  change(({ host }) => ({ host: `${host}evil` })),
  change(({ host }) => ({ host: `${host}.${EVIL}` })),
  change(({ host }) => ({ host: `${host}-${EVIL}` })),
  change(({ host }) => ({ host: `sub.${host}` })),
  change(({ host }) => ({ host: `.${host}` })),
  change(({ host }) => ({ host: `*.${host}` })),
  change(({ host }) => ({ host: `a..${host}` })),
  change(({ host }) => ({ host: host.slice(host.indexOf('.') + 1) })),
  change(({ host }) => ({ host: host.slice(0, -1) })),
  change(({ host }) => ({ host: `${host}.` })),
  change(({ host }) => ({ host: host.replaceAll('.', 'x') })),
  change(({ host }) => ({ host: `${LONG}${host}` })),
  change(({ host }) => ({ host: `${'a.'.repeat(200)}${host}` })),
  change(({ host }) => ({ host: `xn--${host}` })),
  change(({ host }) => ({ host: `xn--80ak6aa92e.${host}` })),
  change(({ host }) => ({ host: host.replace('.', '-cua.').replace(/^/, 'xn--') })),
  change(({ host }) => ({ host: `user@${host}` })),
  change(({ host }) => ({ host: `user:pw@${host}` })),
  change(({ host }) => ({ host: `${host}@${EVIL}` })),
  change(({ host }) => ({ host: `${EVIL}@${host}` })),
  change(({ host }) => ({ host: `[${host}]` })),
  change(({ host }) => ({ host: host.toUpperCase() })),
  ...[
    '',
    ':',
    ':80',
    ':443',
    ':0443',
    ':8443',
    ':3000',
    ':00080',
    ':65536',
    ':99999',
    ':1e3',
    ':-1',
    ':+1',
    ':8443:8443',
    ':*',
    ':８４４３',
  ].map((port) => change(() => ({ port }))),
  ...[
    'http',
    'https',
    'HTTPS',
    'httpss',
    'ftp',
    'ws',
    'wss',
    'app',
    'file',
    'javascript',
    'data',
    'blob:https',
    '',
  ].map((scheme) => change(() => ({ scheme }))),
  ...['/', '//', '/path', '?q', '#h', '\\', '/..', '/@a.test'].map(
    (end): Attack =>
      (origin) =>
        origin + end,
  ),
  (origin) => `//${taken(origin).host}`,
  (origin) => taken(origin).host,
  (origin) => origin.replace('://', ':'),
  (origin) => origin.replace('://', ':/'),
  (origin) => origin.replace('://', ':///'),
  (origin) => origin.replace('://', ':\\\\'),
  (origin) => `${origin}, https://${EVIL}`,
  (origin) => `https://${EVIL}, ${origin}`,
  (origin) => `${origin} https://${EVIL}`,
  (origin) => `https://${EVIL} ${origin}`,
  (origin) => `${origin}, ${origin}`,
  (origin) => `${origin},null`,
  (origin) => `"${origin}"`,
  (origin) => origin.replaceAll(':', '%3A').replaceAll('/', '%2F'),
]

const NULLS = [
  'null',
  'Null',
  'NULL',
  'nULL',
  ' null',
  'null ',
  'null, null',
  'null,null',
  'null.',
  '"null"',
  'undefined',
  'about:blank',
  '',
]

const attack: fc.Arbitrary<Attack> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 3, arbitrary: fc.tuple(fc.nat(60), fc.constantFrom(...SPECIAL)).map(([at, text]) => insert(at, text)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(60), fc.string({ unit: 'binary', maxLength: 3 })).map(([at, text]) => insert(at, text)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...SPECIAL), fc.boolean(), fc.boolean())
      .map(([text, dotted, front]): Attack => change(({ host }) => ({ host: around(host, text, dotted, front) }))),
  },
  {
    weight: 1,
    arbitrary: fc.nat(60).map(
      (at): Attack =>
        (origin) =>
          swap(origin, at, (one) => TWINS[one] ?? one.toUpperCase()),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(60).map(
      (at): Attack =>
        (origin) =>
          origin.slice(0, at) + origin.slice(at + 1),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(60).map(
      (at): Attack =>
        (origin) =>
          origin.slice(0, at),
    ),
  },
)

function insert(at: number, text: string): Attack {
  return (origin) => origin.slice(0, at) + text + origin.slice(at)
}

/** `https://evil.test{special}.example.com` and its kin, which took in what looked for the end of the host, or for its start. */
function around(host: string, special: string, dotted: boolean, front: boolean): string {
  const dot = dotted ? '.' : ''
  return front ? `${EVIL}${special}${dot}${host}` : `${host}${special}${dot}${EVIL}`
}

function swap(text: string, at: number, by: (character: string) => string): string {
  return text.slice(0, at) + by(text.charAt(at)) + text.slice(at + 1)
}

/** Values of `Origin` made from admitted ones, by one to three attacks on top of each other, or none; and from `null`. */
export function attacksOn(admitted: readonly string[]): fc.Arbitrary<string> {
  const made = fc
    .tuple(fc.constantFrom(...admitted), fc.array(attack, { maxLength: 3 }))
    .map(([origin, attacks]) => attacks.reduce((text, one) => one(text), origin))
  return fc.oneof({ weight: 12, arbitrary: made }, { weight: 1, arbitrary: fc.constantFrom(...NULLS) })
}
