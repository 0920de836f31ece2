import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { createNonce } from '../nonce.ts'
import { reportUrl } from '../report/report-url.ts'
import { compileCsp } from './compile.ts'
import { DIRECTIVES, SANDBOX_TOKENS } from './directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES, NONCE } from './keywords.ts'
import type { CompiledCsp } from './policy.ts'

type Directive = readonly [name: string, ...words: string[]]
type Policy = readonly Directive[]

/** CSP3 §2.2.2 and §2.2.1 word for word, but keeping repeated directives, so that an extra one cannot hide. */
function parseHeader(value: string): readonly Policy[] {
  return value
    .split(',')
    .map((policy) =>
      policy
        .split(';')
        .map((token) => token.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, ''))
        .filter((token) => token !== '' && /^[\0-\x7f]*$/.test(token))
        .map((token): Directive => {
          const [name = '', ...words] = token.split(/[\t\n\f\r ]+/)
          return [name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()), ...words]
        }),
    )
    .filter((policy) => policy.length > 0)
}

const untyped: {
  compileCsp(
    configs: readonly unknown[],
    options: { readonly path: string; readonly findings: Finding[]; readonly reportUri: string | undefined },
  ): CompiledCsp | null
} = { compileCsp }

function compile(configs: readonly unknown[], reportUri?: string) {
  const findings: Finding[] = []
  const compiled = untyped.compileCsp(configs, { path: 'csp', findings, reportUri })
  return { compiled, findings, failed: findings.some(({ severity }) => severity === 'error') }
}

/** What the configuration says, policy by policy: all that a browser may read from the headers. */
function expected(
  configs: readonly unknown[],
  reportUri: string | undefined,
  wanted: 'enforced' | 'report-only',
): readonly Policy[] {
  return configs.flatMap((config): readonly Policy[] => {
    const isText = typeof config === 'string'
    const { directives, reportOnly } = isText ? { directives: undefined, reportOnly: false } : readObject(config)
    if ((reportOnly ? 'report-only' : 'enforced') !== wanted) return []
    const policy = isText ? (parseHeader(config)[0] ?? []) : (directives ?? [])
    if (policy.length === 0) return []
    if (reportUri === undefined || policy.some(([name]) => name.startsWith('report-'))) return [policy]
    const address = reportUrl(reportUri, { policy: ANY_ID, disposition: reportOnly ? 'report' : 'enforce' })
    const isAncestors = ([name]: Directive) => name === 'frame-ancestors'
    return [policy.filter((directive) => !isAncestors(directive)), policy.filter(isAncestors)]
      .filter(({ length }) => length > 0)
      .map((part): Policy => [...part, ['report-uri', address]])
  })
}

// Which it is, a property of its own says.
const ANY_ID = 'any'

function withoutIds(text: string): string {
  return text.replace(/(\?|&)policy=[0-9a-f]{16}&disposition=/g, `$1policy=${ANY_ID}&disposition=`)
}

function readObject(config: unknown): { directives: Policy; reportOnly: boolean } {
  const { directives, reportOnly } = Object.assign({ directives: {}, reportOnly: false }, config)
  const read = Object.entries<unknown>(directives).flatMap(([name, value]): readonly Directive[] => {
    if (value === false) return []
    if (value === true) return [[name]]
    return [[name, ...(Array.isArray(value) ? value.map(String) : [String(value)])]]
  })
  return { directives: read, reportOnly }
}

/** Order apart: `script-src` may have been moved. */
function sorted(policies: readonly Policy[]): readonly Policy[] {
  return policies.map((policy) => [...policy].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function expectFaithful(
  compiled: CompiledCsp | null,
  configs: readonly unknown[],
  reportUri: string | undefined,
): void {
  const nonce = createNonce()
  const headers = compiled?.headers ?? []
  expect(new Set(headers.map(({ name }) => name)).size).toBe(headers.length)
  for (const wanted of ['enforced', 'report-only'] as const) {
    const name = wanted === 'enforced' ? 'content-security-policy' : 'content-security-policy-report-only'
    const header = headers.find((each) => each.name === name)
    const policies = expected(configs, reportUri, wanted)
    expect(header !== undefined).toBe(policies.length > 0)
    if (!header) continue
    const rendered = header.chunks.join(nonce)
    expect(rendered).toMatch(/^[\x20-\x7e]+$/)
    expect(header.nonceless).toMatch(/^[\x20-\x7e]+$/)
    const nonced = policies.map((policy) =>
      policy.map(
        ([each, ...words]): Directive => [each, ...words.map((word) => (word === NONCE ? `'nonce-${nonce}'` : word))],
      ),
    )
    expect(sorted(parseHeader(withoutIds(rendered)))).toEqual(sorted(nonced))
  }
}

// Everything that means something to a parser of CSP or of HTTP, or that JavaScript takes for white space or folds into ASCII.
const PIECES = [
  ...';,\t\n\f\r \v\0\x7f"\'*:/.-%_=?#é\u00a0\u2028\u212a\ud800',
  'a.test',
  'https:',
  "'self'",
  "'none'",
  NONCE,
  'nonce-x',
  "'unsafe-inline'",
  'script-src',
  'report-uri',
  '/r',
]

function hostileText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
}

const names = [...DIRECTIVES.values()].filter(({ status }) => status !== 'removed').map(({ name }) => name)
const locations = ['*', 'https:', 'data:', 'a.test', 'https://*.b.test:8443/x/%2C', 'localhost:3000']
const digest = `'sha256-${'A'.repeat(43)}='`

/** The words a directive takes. */
function validWords(name: string): readonly string[] {
  switch (DIRECTIVES.get(name)?.value) {
    case 'none':
      return []
    case 'sandbox':
      return SANDBOX_TOKENS
    case 'report-uri':
      return ['/r', 'https://r.test/csp', '/a?b=c&d=%3B']
    case 'report-to':
      return ['csp', 'a-b']
    case 'webrtc':
      return ["'allow'", "'block'"]
    case 'trusted-types':
      return ['default', 'a#b', '*', "'allow-duplicates'"]
    case 'require-trusted-types-for':
      return ["'script'"]
    case 'ancestor-source-list':
      return [...locations, "'self'"]
    default: {
      const keywords = [...KEYWORD_DIRECTIVES].filter(([, homes]) => homes === 'any' || homes.includes(name))
      const hashes = HASH_DIRECTIVES.some((home) => home === name) ? [digest] : []
      return [...locations, ...hashes, ...keywords.map(([word]) => word)]
    }
  }
}

/** A value a directive takes. */
function validValue(name: string): fc.Arbitrary<unknown> {
  const words = validWords(name)
  if (words.length === 0) return fc.boolean()
  const list = fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 5 })
  switch (DIRECTIVES.get(name)?.value) {
    case 'sandbox':
      return fc.oneof(fc.boolean(), list)
    case 'report-to':
    case 'webrtc':
      return fc.constantFrom(...words)
    case 'source-list':
    case 'ancestor-source-list':
      return fc.oneof({ weight: 5, arbitrary: list }, fc.constant(["'none'"]))
    default:
      return list
  }
}

function validDirectives(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const entry = fc.constantFrom(...names).chain((name) => validValue(name).map((value) => [name, value] as const))
  return fc
    .uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries))
}

function validObject(): fc.Arbitrary<unknown> {
  return fc.oneof(
    validDirectives().map((directives) => ({ directives })),
    fc.record({ directives: validDirectives(), reportOnly: fc.boolean() }),
  )
}

function validText(): fc.Arbitrary<string> {
  const space = fc.constantFrom(' ', '\t', '\n', '\r\n', '  ')
  return fc
    .tuple(validDirectives(), space)
    .map(([directives, gap]) =>
      readObject({ directives })
        .directives.map((words) => words.join(gap))
        .join(`${gap};${gap}`),
    )
    .filter((text) => text !== '')
}

/** Valid policies in which one text, at any place, has been replaced or spoilt. */
function hostileObject(): fc.Arbitrary<unknown> {
  const notText = fc.constantFrom(undefined, null, '', 0, 1, {}, [], true)
  const word = fc.oneof(hostileText(), fc.constantFrom(...locations, ...KEYWORD_DIRECTIVES.keys(), digest), notText)
  const value = fc.oneof({ weight: 4, arbitrary: fc.array(word, { maxLength: 4 }) }, word, notText)
  const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, hostileText())
  const spoilt = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 2 })
  return fc
    .record(
      { directives: validDirectives(), spoilt, reportOnly: fc.oneof(fc.boolean(), notText) },
      { requiredKeys: ['directives', 'spoilt'] },
    )
    .map(({ spoilt: entries, directives, ...rest }) => ({
      ...rest,
      directives: { ...directives, ...Object.fromEntries(entries) },
    }))
}

function reportUri(): fc.Arbitrary<string | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(undefined, '/r', 'https://r.test/csp?a=b') }, hostileText())
}

test('valid policies compile, and a browser reads from the headers exactly what was written', () => {
  const configs = fc.array(fc.oneof(validObject(), validText()), { minLength: 1, maxLength: 3 })
  const endpoint = fc.constantFrom(undefined, '/r', 'https://r.test/csp')
  fc.assert(
    fc.property(configs, endpoint, (given, uri) => {
      const { compiled, findings, failed } = compile(given, uri)
      expect(failed ? findings : 'compiled').toBe('compiled')
      expectFaithful(compiled, given, uri)
    }),
    { numRuns: 1000 },
  )
})

test('whatever a caller supplies is refused, or adds no source, directive, policy or line of its own', () => {
  const appended = fc.tuple(validText(), hostileText()).map(([valid, hostile]) => valid + hostile)
  const config = fc.oneof(hostileObject(), hostileText(), appended, validObject())
  fc.assert(
    fc.property(fc.array(config, { minLength: 1, maxLength: 2 }), reportUri(), (given, uri) => {
      const { compiled, findings, failed } = compile(given, uri)
      expect(compiled === null).toBe(failed)
      for (const { message, path, fix } of findings) expect(message !== '' && path !== '' && fix !== '').toBe(true)
      if (compiled) expectFaithful(compiled, given, uri)
    }),
    { numRuns: 3000 },
  )
})

test('one foreign character, anywhere in any word of any directive, is refused or stays within its word', () => {
  for (const name of names) {
    const grammar = DIRECTIVES.get(name)?.value
    for (const word of validWords(name)) {
      for (const character of ';,\t\n\f\r \v\0\x7fé\u00a0\u2028\u212a') {
        for (const offset of [0, 1, word.length - 1, word.length]) {
          const text = word.slice(0, offset) + character + word.slice(offset)
          const configs = [{ directives: { [name]: grammar === 'report-to' || grammar === 'webrtc' ? text : [text] } }]
          const { compiled } = compile(configs)
          if (compiled) expectFaithful(compiled, configs, undefined)
        }
      }
    }
  }
})

test('anything at all is refused or compiled, never thrown at', () => {
  fc.assert(
    fc.property(
      fc.array(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })),
      (given) => {
        const { compiled, failed } = compile(given)
        expect(compiled === null).toBe(failed)
      },
    ),
    { numRuns: 1000 },
  )
})

test('putting the nonce between the chunks is the same as replacing the slots', () => {
  const nonces = fc.string({ unit: fc.constantFrom(...'ABCXYZabcxyz0189-_'), minLength: 1, maxLength: 24 })
  fc.assert(
    fc.property(validDirectives(), nonces, (directives, nonce) => {
      const { compiled } = compile([{ directives }], '/r')
      const chunks = compiled?.headers[0]?.chunks ?? []
      const slotted = chunks.join('\0')
      expect(chunks.join(nonce)).toBe(slotted.replaceAll("'nonce-\0'", `'nonce-${nonce}'`))
      expect(compiled?.hasNonce).toBe(JSON.stringify(directives).includes(NONCE))
    }),
  )
})

test('the nonce-less form is at least as strict, and says the same wherever no nonce was meant', () => {
  fc.assert(
    fc.property(fc.array(validObject(), { minLength: 1, maxLength: 3 }), (given) => {
      const { compiled } = compile(given, '/r')
      for (const header of compiled?.headers ?? []) {
        const nonced = parseHeader(withoutIds(header.chunks.join('N'))).flat()
        const nonceless = parseHeader(withoutIds(header.nonceless)).flat()
        expect(nonceless.map(([name]) => name)).toEqual(nonced.map(([name]) => name))
        nonceless.forEach((directive, index) => {
          const before = nonced[index] ?? ['']
          if (!before.includes("'nonce-N'")) {
            expect(directive).toEqual(before)
            return
          }
          const [, ...words] = directive
          expect(words.every((word) => before.includes(word)) || (words.length === 1 && words[0] === "'none'")).toBe(
            true,
          )
          expect(words.length).toBeGreaterThan(0)
          expect(words.some((word) => word === "'unsafe-inline'" || word.startsWith("'nonce-"))).toBe(false)
          // Without it the hosts beside it would count.
          expect(words.includes("'strict-dynamic'")).toBe(before.includes("'strict-dynamic'"))
        })
      }
      expect(compiled?.nonceless).toEqual(compiled?.headers.map(({ name, nonceless }) => [name, nonceless]))
    }),
    { numRuns: 1000 },
  )
})
