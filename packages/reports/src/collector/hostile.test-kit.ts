import fc from 'fast-check'

/** A body as somebody posts it who means no good. */
export interface HostileBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** How it arrives: in pieces of this size, 0 for all at once. */
  readonly piece: number
  /** Breaks off before its end. */
  readonly breaksOff: boolean
  readonly contentType: string
  readonly address: string
}

/** The policy that the app serves. */
export const SERVED = "default-src 'self'; report-uri /csp-reports"

/** Names that engines send. */
const NAMES = [
  'csp-report',
  'type',
  'url',
  'age',
  'user_agent',
  'body',
  'documentURL',
  'blockedURL',
  'effectiveDirective',
  'originalPolicy',
  'disposition',
  'statusCode',
  'sample',
  'sourceFile',
  'lineNumber',
  'columnNumber',
  'referrer',
  'document-uri',
  'blocked-uri',
  'effective-directive',
  'violated-directive',
  'original-policy',
  'status-code',
  'script-sample',
  'source-file',
  'line-number',
  'column-number',
  'subresourceURL',
  'hash',
  'destination',
  '__proto__',
  'constructor',
  'toString',
  'toJSON',
  'then',
  'length',
  '',
  'blocked',
  'page',
] as const

const VALUES = [
  'csp-violation',
  'csp-hash',
  'enforce',
  'report',
  'inline',
  'eval',
  'data',
  'self',
  "default-src 'self'",
  'https://shop.example/',
  'https://cdn.example/x.js?a=b',
  'https://user:pass@cdn.example',
  'chrome-extension://abcdefgh',
  'script-src-elem',
  'img-src',
  'javascript:alert(1)',
  'http://[::1',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '\udfff',
  "'; DROP TABLE sallyport_group; --",
  '<script>alert(1)</script>',
  '%00',
  '%'.repeat(50),
  ' ',
  ';'.repeat(100),
  '/'.repeat(300),
] as const

const NUMBERS = [
  '1e999',
  '-1e999',
  '1e-999',
  '-0',
  '0.1',
  '123456789012345678901234567890',
  '9007199254740993',
  '1e21',
] as const

const text: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((length) => 'long'.repeat(length ** 2)) },
    { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  )
  .map((value) => JSON.stringify(value))

const number: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)

// Raw JSON, so that keys can come twice and numbers be as long as they like.
const { json } = fc.letrec<{ json: string; object: string; list: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'hostile' },
    { weight: 5, arbitrary: text },
    { weight: 2, arbitrary: number },
    { weight: 1, arbitrary: fc.constantFrom('null', 'true', 'false') },
    { weight: 3, arbitrary: tie('object') },
    { weight: 1, arbitrary: tie('list') },
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), tie('json')), { maxLength: 14, depthIdentifier: 'hostile' })
    .map((pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
  list: fc.array(tie('json'), { maxLength: 6, depthIdentifier: 'hostile' }).map((values) => `[${values.join(',')}]`),
}))

const fields: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), json), { minLength: 1, maxLength: 20 })
  .map((pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`)

const WHOLE: Readonly<Record<string, string>> = {
  documentURL: '"https://shop.example/orders/7"',
  referrer: '""',
  blockedURL: '"https://cdn.example/x.js"',
  effectiveDirective: '"img-src"',
  originalPolicy: `"${SERVED}"`,
  disposition: '"enforce"',
  statusCode: '200',
}

/** A report as browsers send it, with some of it exchanged for anything. */
const spoiled: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(WHOLE)), json), { maxLength: 3 })
  .map((changes) => {
    const all = { ...WHOLE, ...Object.fromEntries(changes) }
    return `{${Object.entries(all)
      .map(([name, value]) => `"${name}":${value}`)
      .join(',')}}`
  })

const inside = fc.oneof(fields, spoiled)

/** Nearly a report, in one of the envelopes. */
const report: fc.Arbitrary<string> = fc.oneof(
  inside.map((body) => `{"csp-report":${body}}`),
  inside.map(
    (body) => `{"type":"csp-violation","age":1,"url":"https://shop.example/","user_agent":"x","body":${body}}`,
  ),
  fields.map(
    (body) =>
      `{"type":"csp-hash","url":"https://shop.example/","body":${body.slice(0, -1)},"documentURL":"https://shop.example/","subresourceURL":"https://cdn.example/","hash":"sha256-AAAA","destination":"script"}}`,
  ),
  inside.map((body) => `{"type":"csp-violation","url":"https://shop.example/","csp-report":${body}}`),
  fields.map((body) => `{"type":"deprecation","url":"https://shop.example/","body":${body}}`),
  fields,
)

const deep: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom('[', '{"a":', '[{"csp-report":'), fc.boolean())
  .map(([depth, opening, isClosed]) => {
    const closing = isClosed ? (opening === '[' ? ']' : opening === '{"a":' ? '}' : '}]') : ''
    return `${opening.repeat(depth)}1${closing.repeat(depth)}`
  })

const wide: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 1, max: 1_500 }), fc.boolean())
  .map(
    ([width, isSame]) =>
      `{"csp-report":{${Array.from({ length: width }, (_, index) => `"k${isSame ? '' : index}":${index}`).join(',')}}}`,
  )

const many: fc.Arbitrary<string> = fc
  .tuple(report, fc.integer({ min: 1, max: 500 }))
  .map(([one, count]) => `[${Array.from({ length: count }, () => one).join(',')}]`)

const crowd: fc.Arbitrary<string> = fc.constant(
  `[${Array.from({ length: 10_000 }, (_, index) => `{"type":"csp-violation","body":{"effectiveDirective":"img-src","blockedURL":"https://a${index}.example"}}`).join(',')}]`,
)

const body: fc.Arbitrary<string> = fc.oneof(
  { weight: 400, arbitrary: report },
  { weight: 200, arbitrary: fc.array(report, { maxLength: 8 }).map((list) => `[${list.join(',')}]`) },
  { weight: 100, arbitrary: json },
  { weight: 50, arbitrary: deep },
  { weight: 50, arbitrary: wide },
  { weight: 30, arbitrary: many },
  { weight: 50, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 2, arbitrary: crowd },
)

const encoder = new TextEncoder()

const bytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  { weight: 16, arbitrary: body.map((text) => encoder.encode(text)) },
  // Cut anywhere, or with a byte that is no longer UTF-8.
  {
    weight: 4,
    arbitrary: fc
      .tuple(body, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, part]) => cut(encoder.encode(text), part)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(body, fc.nat(), fc.nat({ max: 255 }))
      .map(([text, place, byte]) => spoil(encoder.encode(text), place, byte)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((random) => Uint8Array.from(random)) },
)

function cut(whole: Uint8Array<ArrayBuffer>, part: number): Uint8Array<ArrayBuffer> {
  return whole.slice(0, Math.floor(whole.length * part))
}

function spoil(whole: Uint8Array<ArrayBuffer>, place: number, byte: number): Uint8Array<ArrayBuffer> {
  if (whole.length > 0) whole[place % whole.length] = byte
  return whole
}

export const hostileBody: fc.Arbitrary<HostileBody> = fc.record({
  bytes,
  piece: fc.constantFrom(0, 0, 0, 0, 7, 1_000),
  breaksOff: fc.nat({ max: 19 }).map((number) => number === 0),
  contentType: fc.constantFrom(
    'application/csp-report',
    'application/reports+json',
    'application/json',
    'text/plain',
    'image/png',
    '',
  ),
  address: fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('192.0.2.1', '', 'unknown', '::'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
})

/** As it arrives. */
export function requestOf({ bytes: whole, piece, breaksOff, contentType }: HostileBody): Request {
  const init = { method: 'POST', headers: { 'content-type': contentType, cookie: 'session=COOKIESECRET' } }
  const url = 'https://shop.example/csp-reports?policy=0123456789abcdef&disposition=enforce'
  if (piece === 0 && !breaksOff) return new Request(url, { ...init, body: whole })
  const size = Math.max(piece, Math.ceil(whole.length / 50), 1)
  let sent = 0
  const stream = new ReadableStream({
    pull(controller) {
      const chunk = whole.subarray(sent, sent + size)
      sent += size
      if (chunk.length > 0) controller.enqueue(chunk)
      if (sent >= whole.length) {
        if (breaksOff) controller.error(new Error('reset by peer'))
        else controller.close()
      }
    },
  })
  return new Request(url, { ...init, body: stream, duplex: 'half' })
}
