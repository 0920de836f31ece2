import type { OriginPattern } from './pattern.ts'
import { buildSampledIndex, type SampledIndex } from './sampled-index.ts'

/** Tells which configured pattern admits a request's origin. */
export interface OriginMatcher {
  /** How many origins are exactly listed. */
  readonly exactCount: number
  /** The position of the exactly listed origin, {@link BY_PATTERN}, or {@link NO_MATCH}. */
  find(origin: string): number
}

export const NO_MATCH = -1
/** Admitted by a wildcard or any-port pattern. */
export const BY_PATTERN = -2

// Scheme (64), "://", host (253), ":" and five digits. Nothing longer can be listed, and nothing longer is read.
const LONGEST_ORIGIN = 64 + 3 + 253 + 6

/** The cost of a look-up depends on the origin's length, not on the number of patterns. Matches by whole labels from the right. */
export function compileMatcher(patterns: readonly OriginPattern[]): OriginMatcher {
  const exact = patterns.filter((pattern) => !pattern.wildcard && pattern.port !== '*')
  const findExact = compileExact(exact.map((pattern) => pattern.text))
  const rest = patterns.filter((pattern) => pattern.wildcard || pattern.port === '*')
  if (rest.length === 0) {
    return {
      exactCount: exact.length,
      find: (origin) => (origin.length > LONGEST_ORIGIN ? NO_MATCH : findExact(origin)),
    }
  }

  const matchesSuffix = compileSuffixes(rest.filter((pattern) => pattern.port !== '*'))
  const anyPort = rest.filter((pattern) => pattern.port === '*')
  const findAnyPort = compileExact(
    anyPort.filter((pattern) => !pattern.wildcard).map((pattern) => `${pattern.scheme}://${pattern.host}`),
  )
  const matchesAnyPortSuffix = compileSuffixes(
    anyPort.filter((pattern) => pattern.wildcard).map((pattern) => ({ ...pattern, port: '' })),
  )
  return {
    exactCount: exact.length,
    find(origin) {
      if (origin.length > LONGEST_ORIGIN) return NO_MATCH
      const index = findExact(origin)
      if (index >= 0) return index
      if (matchesSuffix(origin)) return BY_PATTERN
      if (anyPort.length === 0) return NO_MATCH
      const portless = withoutPort(origin)
      if (portless === undefined) return NO_MATCH
      return findAnyPort(portless) >= 0 || matchesAnyPortSuffix(portless) ? BY_PATTERN : NO_MATCH
    },
  }
}

function compileExact(texts: readonly string[]): (origin: string) => number {
  const [only] = texts
  if (only === undefined) return () => NO_MATCH
  if (texts.length === 1) return (origin) => (origin === only ? 0 : NO_MATCH)
  const index = buildSampledIndex(texts)
  return (origin) => index.find(origin, 0)
}

interface SuffixGroup {
  /** `https://` */
  readonly prefix: string
  /** Over `.example.com` and `.example.com:8443`. */
  readonly suffixes: SampledIndex
  /** One at each length that a suffix of this group has. */
  readonly lengths: Uint8Array
}

function compileSuffixes(patterns: readonly OriginPattern[]): (origin: string) => boolean {
  const schemes = [...new Set(patterns.map((pattern) => pattern.scheme))]
  const groups = schemes.map((scheme): SuffixGroup => {
    const members = patterns.filter((pattern) => pattern.scheme === scheme)
    const suffixes = members.map(({ host, port }) => `.${host}${port === '' ? '' : `:${port}`}`)
    const lengths = new Uint8Array(LONGEST_ORIGIN + 1)
    for (const suffix of suffixes) lengths[suffix.length] = 1
    return { prefix: `${scheme}://`, suffixes: buildSampledIndex(suffixes), lengths }
  })
  return (origin) => {
    for (let index = 0; index < groups.length; index++) {
      const group = groups[index]
      if (group !== undefined && origin.startsWith(group.prefix)) return hasSuffix(origin, group)
    }
    return false
  }
}

// Only what stands for the wildcard is read character by character, so that no label of it can be empty or hold anything
// but a host's characters; from the dot on, the text must equal a configured suffix.
function hasSuffix(origin: string, { prefix, suffixes, lengths }: SuffixGroup): boolean {
  const start = prefix.length
  let labelStart = start
  for (let index = start; index < origin.length; index++) {
    const code = origin.charCodeAt(index)
    if (code === DOT) {
      if (index === labelStart) return false
      if (lengths[origin.length - index] === 1 && suffixes.find(origin, index) >= 0) return true
      labelStart = index + 1
    } else if (!isHostCode(code)) {
      return false
    }
  }
  return false
}

const DOT = 0x2e

/** Letters a serialised host can have (URL §3.5 ends lower case), digits, hyphen and the underscore browsers tolerate. */
export function isHostCode(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x5f
}

function withoutPort(origin: string): string | undefined {
  const colon = origin.lastIndexOf(':')
  // A colon before "//" or inside brackets is not a port's.
  if (origin.charCodeAt(colon + 1) === 0x2f || origin.endsWith(']')) return origin
  const digits = origin.length - colon - 1
  if (digits < 1 || digits > 5) return undefined
  for (let index = colon + 1; index < origin.length; index++) {
    const code = origin.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return undefined
  }
  return origin.slice(0, colon)
}
