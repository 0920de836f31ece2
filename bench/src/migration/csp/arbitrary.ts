import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { DISABLED } from './libraries.ts'
import { WORDS } from './meaning.ts'

const WORD = fc.constantFrom(...Object.keys(WORDS))
/** What the libraries refuse to start with, or answer no request with. */
const REFUSED = fc.constantFrom('self', 'none', 'nonce-x', 'strict-dynamic', 'https://a.test;', 'a.test,b.test')

function drawNonce(): string {
  return `'nonce-${randomUUID()}'`
}

const TEXT = fc.oneof(
  { weight: 12, arbitrary: WORD },
  { weight: 2, arbitrary: fc.array(WORD, { minLength: 2, maxLength: 3 }).map((words) => words.join('  ')) },
  { weight: 1, arbitrary: fc.constant('') },
)

function sources(refused: fc.Arbitrary<string>): fc.Arbitrary<readonly unknown[]> {
  const entry = fc.oneof(
    { weight: 200, arbitrary: TEXT },
    { weight: 20, arbitrary: fc.constant(drawNonce) },
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: refused },
  )
  return fc.array(entry, { maxLength: 5 })
}

const SOURCE_LISTS = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'connect-src',
  'frame-src',
  'worker-src',
  'object-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'prefetch-src',
]

/** Of everything that is no list of sources, values of every kind. */
const OTHERS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  sandbox: [[], ['allow-scripts'], ['ALLOW-FORMS', 'allow-forms'], ['allow-anything'], ['allow-popups', 'allow-x']],
  'report-uri': [[], ['/reports'], ['/reports https://r.test/csp']],
  'report-to': [[], ['csp'], ['csp', 'other']],
  'trusted-types': [[], ["'none'"], ['default'], ["'allow-duplicates'", 'a'], ["'none'", 'a']],
  'require-trusted-types-for': [[], ["'script'"], ['scripts']],
  'upgrade-insecure-requests': [[], ['1']],
  'block-all-mixed-content': [[]],
  // No directive, or none any more.
  'img-srcs': [["'self'"]],
  'plugin-types': [['a/b']],
  'navigate-to': [["'self'"]],
  referrer: [['x']],
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function directives(
  lists: fc.Arbitrary<unknown>,
  spell: (name: string) => fc.Arbitrary<string>,
  names: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const entry = fc.constantFrom(...names).chain((name) => {
    const others = OTHERS[name]
    const value: fc.Arbitrary<unknown> = others === undefined ? lists : fc.constantFrom(...others)
    return fc.tuple(spell(name), value)
  })
  return fc.array(entry, { maxLength: 7 }).map((entries) => Object.fromEntries(entries))
}

const REASONABLE = fc.option(fc.boolean(), { nil: undefined })

/** What `helmet.contentSecurityPolicy()` may be given. */
export const HELMET_POLICY: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record(
    {
      directives: directives(
        fc.oneof(
          { weight: 80, arbitrary: sources(REFUSED) },
          { weight: 20, arbitrary: sources(REFUSED).map((list) => new Set(list)) },
          { weight: 20, arbitrary: TEXT },
          { weight: 10, arbitrary: fc.constant(null) },
          { weight: 2, arbitrary: fc.constantFrom(undefined, false, true, 7, DISABLED) },
        ),
        (name) => fc.constantFrom(name, camelCase(name)),
        [...SOURCE_LISTS, ...Object.keys(OTHERS)],
      ),
      isDisabled: fc.boolean(),
      useDefaults: REASONABLE,
      reportOnly: REASONABLE,
    },
    { requiredKeys: ['isDisabled'] },
  )
  .map(({ isDisabled, ...options }) =>
    isDisabled ? { ...options, directives: { 'default-src': DISABLED, ...options.directives } } : options,
  )

/** What `helmet()` may be given. */
export const HELMET_OPTIONS: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    contentSecurityPolicy: fc.oneof(
      { weight: 8, arbitrary: HELMET_POLICY },
      { weight: 1, arbitrary: fc.constantFrom(true, false, undefined) },
    ),
    frameguard: fc.constantFrom(true, false, { action: 'deny' }),
    hsts: fc.boolean(),
  },
  { requiredKeys: [] },
)

const NOSECONE_NAMES = [...SOURCE_LISTS, ...Object.keys(OTHERS)].filter(
  (name) => !['block-all-mixed-content', 'img-srcs', 'plugin-types', 'referrer'].includes(name),
)

/** What `createContentSecurityPolicy()` of nosecone may be given. */
export const NOSECONE_POLICY: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    directives: directives(
      fc.oneof(
        { weight: 12, arbitrary: sources(fc.constantFrom('self', 'none', 'unsafe-inline')) },
        { weight: 2, arbitrary: fc.constantFrom(true, false, null, undefined, "'self'") },
      ),
      (name) => fc.oneof({ weight: 40, arbitrary: fc.constant(camelCase(name)) }, fc.constant(name)),
      NOSECONE_NAMES,
    ),
  },
  { requiredKeys: [] },
)

/** What `nosecone()` may be given. */
export const NOSECONE_OPTIONS: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    contentSecurityPolicy: fc.oneof(
      { weight: 8, arbitrary: NOSECONE_POLICY },
      { weight: 1, arbitrary: fc.constantFrom(true, false, undefined, null) },
    ),
    xFrameOptions: fc.constantFrom(true, false, { action: 'deny' }),
  },
  { requiredKeys: [] },
)
