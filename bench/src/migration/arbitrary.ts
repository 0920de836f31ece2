import type { CorsLibrary } from '@sallyport/core/cors'
import fc from 'fast-check'
import { packageOf } from './library.ts'
import type { Intent } from './page.ts'

export const LIBRARY: fc.Arbitrary<CorsLibrary> = fc.constantFrom(
  'cors',
  '@fastify/cors',
  '@koa/cors',
  'nest-express',
  'nest-fastify',
)

/** What pages, and those that pretend to be them, have for an origin. */
export const ORIGINS: readonly string[] = [
  'https://example.com',
  'https://www.example.com',
  'https://a.example.com',
  'https://a.b.example.com',
  'https://a_b.example.com',
  'https://a-b.example.com',
  'https://evilexample.com',
  'https://examplexcom',
  'https://axexample.com',
  'https://example.com.evil.test',
  'https://example.comevil.test',
  'https://example.com:8443',
  'http://example.com',
  'http://a.example.com',
  'http://localhost',
  'http://localhost:3000',
  'https://localhost:3000',
  'http://127.0.0.1:8080',
  'http://evillocalhost:3000',
  'app://example.com',
  'https://other.test',
  'null',
]

const ORIGIN = fc.constantFrom(...ORIGINS)

export const INTENT: fc.Arbitrary<Intent> = fc.record({
  origin: ORIGIN,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'patch', 'DELETE', 'PURGE'),
  headers: fc.uniqueArray(fc.constantFrom('authorization', 'content-type', 'x-a', 'x-b'), { maxLength: 2 }),
  credentials: fc.boolean(),
})

/** Options that have no translation are compared with nothing. */
const rarely = <T>(broken: fc.Arbitrary<T>, sound: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 1, arbitrary: broken }, { weight: 9, arbitrary: sound })

export const EXPRESSION: fc.Arbitrary<() => RegExp> = fc
  .record({
    head: fc.constantFrom('', '^', '^https:\\/\\/', '^https?:\\/\\/', '\\/\\/', '^(https:\\/\\/)?'),
    labels: fc.constantFrom(
      '',
      '([a-z0-9-]+\\.)*',
      '(.+\\.)?',
      '\\w+\\.',
      '.*',
      '.*\\.',
      '[^.]+\\.',
      '\\.',
      '(www\\.)?',
      '(^|\\.)',
    ),
    host: fc.constantFrom(
      'example\\.com',
      'example.com',
      'localhost',
      '127\\.0\\.0\\.1',
      '(a|b)\\.example\\.com',
      'EXAMPLE\\.com',
      '',
    ),
    tail: fc.constantFrom('', '$', '(:\\d+)?$', ':\\d+$', ':8443$', '\\/?$', '.*$'),
    flags: fc.constantFrom('', '', '', 'i', 'g', 'y'),
  })
  .map(
    ({ head, labels, host, tail, flags }) =>
      () =>
        new RegExp(head + labels + host + tail, flags),
  )

const TEXT = fc.oneof(
  ORIGIN,
  fc.constantFrom('https://Example.com', 'https://example.com/', 'https://example.com:443', 'example.com', '*'),
  fc.constantFrom('https://*.example.com', 'http://localhost:*', 'https://example.com,https://other.test'),
)

/** Made again for each request: an expression remembers where it stopped. */
type Made = () => unknown

const ENTRY: fc.Arbitrary<Made> = fc.oneof(
  {
    weight: 4,
    arbitrary: EXPRESSION,
  },
  { weight: 4, arbitrary: TEXT.map((text) => () => text) },
  { weight: 1, arbitrary: fc.constantFrom(true, false).map((value) => () => value) },
)

const ORIGIN_OPTION: fc.Arbitrary<Made> = rarely(
  fc.constantFrom(undefined, null, 0, 1, {}, [undefined], [{}]).map((value) => () => value),
  fc.oneof(
    ENTRY,
    fc.array(ENTRY, { minLength: 1, maxLength: 3 }).map((entries) => () => entries.map((make) => make())),
    fc.constant(() => '*'),
  ),
)

const names = (...known: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.array(fc.constantFrom(...known), { maxLength: 3 }),
    fc.array(fc.constantFrom(...known), { maxLength: 3 }).map((list) => list.join(', ')),
    rarely(fc.constantFrom(undefined, null, '*', 'a b'), fc.constant('*')),
  )

const METHODS = names('GET', 'PUT', 'put', 'PATCH', 'patch', 'DELETE', '*', 'TRACE', 'PURGE')
const HEADERS = names('Content-Type', 'authorization', 'X-A', '*', 'Cookie', 'Access-Control-Allow-Origin')
const EXPOSED = names('X-A', 'x-b', '*', 'Set-Cookie', 'Origin', 'Content-Length')

/** Options of this library, made again by each call; mostly those that can be translated. */
export function optionsOf(library: CorsLibrary): fc.Arbitrary<() => Readonly<Record<string, unknown>>> {
  const isKoa = packageOf(library) === '@koa/cors'
  const record = fc.record(
    {
      origin: isKoa
        ? rarely(
            ORIGIN_OPTION,
            TEXT.map((text) => () => text),
          )
        : ORIGIN_OPTION,
      [isKoa ? 'allowMethods' : 'methods']: METHODS.map(
        (value): Made =>
          () =>
            value,
      ),
      [isKoa ? 'allowHeaders' : 'allowedHeaders']: HEADERS.map(
        (value): Made =>
          () =>
            value,
      ),
      [isKoa ? 'exposeHeaders' : 'exposedHeaders']: EXPOSED.map(
        (value): Made =>
          () =>
            value,
      ),
      credentials: rarely<unknown>(fc.constantFrom(undefined, 'true', 1), fc.boolean()).map(
        (value): Made =>
          () =>
            value,
      ),
      maxAge: fc.constantFrom(0, 600, '600', -1, 1e9, 'soon', undefined).map(
        (value): Made =>
          () =>
            value,
      ),
      ...(isKoa
        ? {}
        : {
            optionsSuccessStatus: rarely<unknown>(fc.constantFrom(304, undefined), fc.constantFrom(200, 204)).map(
              (value): Made =>
                () =>
                  value,
            ),
            preflightContinue: fc.boolean().map(
              (value): Made =>
                () =>
                  value,
            ),
          }),
    },
    { requiredKeys: [] },
  )
  return record.map((made) => () => {
    const options: Record<string, unknown> = {}
    for (const [key, make] of Object.entries(made)) if (make !== undefined) options[key] = make()
    return options
  })
}
