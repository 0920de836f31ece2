import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { DIRECTIVES } from './directives.ts'
import { minifyPolicy } from './minify.ts'
import type { DirectiveWords } from './parse.ts'

const SCHEMES = ['http', 'https', 'ws', 'wss', 'data', 'blob']
const HOSTS = ['a.test', 'b.a.test', 'c.b.a.test', 'xa.test', 'page.test', '127.0.0.1']
const PORTS = ['', ':80', ':443', ':8443']
const PATHS = ['/', '/x', '/x/', '/x/y']

interface Address {
  readonly scheme: string
  readonly host: string
  readonly port: string
  readonly path: string
}

const UNIVERSE: readonly Address[] = SCHEMES.flatMap((scheme) =>
  HOSTS.flatMap((host) => PORTS.flatMap((port) => PATHS.map((path) => ({ scheme, host, port, path })))),
)
const SELF: Address = { scheme: 'https', host: 'page.test', port: '', path: '/' }

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443', ws: ':80', wss: ':443' }

/** CSP3 §6.7.2.8: `given` is the scheme of a source. */
function schemeMatches(given: string, scheme: string): boolean {
  if (given === scheme) return true
  if (given === 'http') return scheme === 'https'
  if (given === 'ws') return scheme === 'wss' || scheme === 'http' || scheme === 'https'
  return given === 'wss' && scheme === 'https'
}

/** CSP3 §6.7.2.7, written another time, for the sources below; `redirected` leaves the path out. */
function matches(source: string, address: Address, redirected: boolean): boolean {
  if (source === "'none'") return false
  if (source === '*') return ['http', 'https'].includes(address.scheme)
  if (source === "'self'") {
    return (
      address.host === SELF.host && ['https', 'wss'].includes(address.scheme) && ['', ':443'].includes(address.port)
    )
  }
  if (source.endsWith(':')) return schemeMatches(source.slice(0, -1), address.scheme)
  const [scheme = '', rest = ''] = source.includes('://') ? source.split('://') : [SELF.scheme, source]
  const slash = rest.indexOf('/')
  const [authority, path] = slash === -1 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash)]
  const [host = '', port] = authority.split(':')
  if (!schemeMatches(scheme, address.scheme)) return false
  const isHost = host.startsWith('*.') ? address.host.endsWith(host.slice(1)) : address.host === host
  if (!isHost || address.host === '127.0.0.1') return false
  const used = address.port === '' ? DEFAULT_PORTS[address.scheme] : address.port
  if (port !== '*' && used !== (port === undefined ? DEFAULT_PORTS[address.scheme] : `:${port}`)) return false
  if (path === '' || path === '/' || redirected) return true
  return path.endsWith('/') ? address.path.startsWith(path) : address.path === path
}

/** Every address that a list lets in, first and after a redirect. */
function admitted(words: readonly string[]): readonly string[] {
  return [false, true].map((redirected) =>
    UNIVERSE.map((address) => (words.some((word) => matches(word, address, redirected)) ? '1' : '0')).join(''),
  )
}

const arbitrarySource = fc.oneof(
  fc.constantFrom('*', "'self'", 'data:', ...SCHEMES.map((scheme) => `${scheme}:`)),
  fc
    .tuple(
      fc.constantFrom('', 'http://', 'https://', 'wss://'),
      fc.constantFrom('*.', ''),
      fc.constantFrom(...HOSTS),
      fc.constantFrom('', ':443', ':8443', ':*'),
      fc.constantFrom('', '/', '/x', '/x/'),
    )
    .map((parts) => parts.join('')),
)
const arbitraryWords = fc.oneof(fc.array(arbitrarySource, { minLength: 1, maxLength: 6 }), fc.constant(["'none'"]))

const LISTS = [...DIRECTIVES.values()].filter(({ value, status }) => value === 'source-list' && status === 'current')
// Of few lists, so that directives often repeat what they would fall back to.
const arbitraryPolicy = fc
  .tuple(fc.subarray(LISTS.map(({ name }) => name)), fc.array(arbitraryWords, { minLength: 1, maxLength: 3 }))
  .chain(([names, lists]) =>
    fc.tuple(...names.map((name) => fc.constantFrom(...lists).map((words): DirectiveWords => ({ name, words })))),
  )

function governing(directives: readonly DirectiveWords[], name: string): readonly string[] | undefined {
  const names = [name, ...(DIRECTIVES.get(name)?.fallback ?? [])]
  return names.map((each) => directives.find((one) => one.name === each)?.words).find((words) => words !== undefined)
}

test('for every directive and every URL, the shorter policy lets in what the longer one did', () => {
  fc.assert(
    fc.property(arbitraryPolicy, (directives) => {
      const shorter = minifyPolicy({ directives }).directives
      for (const { name } of LISTS) {
        const before = governing(directives, name)
        const after = governing(shorter, name)
        expect(after === undefined).toBe(before === undefined)
        if (before !== undefined && after !== undefined) expect(admitted(after)).toEqual(admitted(before))
      }
    }),
    { numRuns: runs(100) },
  )
})

test('what is minified already stays as it is', () => {
  fc.assert(
    fc.property(arbitraryPolicy, (directives) => {
      const once = minifyPolicy({ directives })
      expect(minifyPolicy(once)).toEqual(once)
    }),
    { numRuns: runs(300) },
  )
})
