import { LONGEST_ORIGIN } from './limits.ts'
import type { OriginPattern } from './pattern.ts'
import { isSerialisedPort } from './port.ts'
import { buildSampledIndex, type SampledIndex } from './sampled-index.ts'

/** Tells which configured pattern admits a request's origin. */
export interface OriginMatcher {
  /** How many positions of exactly listed origins there may be. */
  readonly positions: number
  /** The listed origin where it is the only thing to match; else null. Comparing it takes no call. */
  readonly only: string | null
  /** The origin at a position that was found. */
  textAt(position: number): string | undefined
  /** The position of the exactly listed origin, {@link BY_PATTERN}, or {@link NO_MATCH}. */
  find(origin: string): number
}

export const NO_MATCH = -1
/** Admitted by a wildcard or any-port pattern. */
export const BY_PATTERN = -2

/** The cost of a look-up depends on the origin's length, not on the number of patterns. Matches by whole labels from the right. */
export function compileMatcher(patterns: readonly OriginPattern[]): OriginMatcher {
  const exact = patterns.filter((pattern) => !pattern.wildcard && pattern.port !== '*')
  const { find: findExact, textAt, positions } = compileExact(exact.map((pattern) => pattern.text))
  const rest = patterns.filter((pattern) => pattern.wildcard || pattern.port === '*')
  if (rest.length === 0) {
    const only = exact.length === 1 ? (textAt(0) ?? null) : null
    return Object.freeze({ positions, only, textAt, find: findExact })
  }

  const matchesPattern = compilePatterns(rest)
  return Object.freeze({
    positions,
    only: null,
    textAt,
    find(origin: string) {
      const index = findExact(origin)
      if (index !== NO_MATCH) return index
      return origin.length <= LONGEST_ORIGIN && matchesPattern(origin) ? BY_PATTERN : NO_MATCH
    },
  })
}

function compileExact(texts: readonly string[]): Pick<OriginMatcher, 'find' | 'textAt' | 'positions'> {
  const [only] = texts
  if (only === undefined) return { positions: 0, find: () => NO_MATCH, textAt: () => undefined }
  if (texts.length === 1)
    return { positions: 1, find: (origin) => (origin === only ? 0 : NO_MATCH), textAt: () => only }
  const { slots, find, keyAt } = buildSampledIndex(texts)
  return {
    positions: slots,
    find: (origin) => (origin.length > LONGEST_ORIGIN ? NO_MATCH : find(origin, 0)),
    textAt: keyAt,
  }
}

function compilePatterns(patterns: readonly OriginPattern[]): (origin: string) => boolean {
  const matchesSuffix = compileSuffixes(patterns.filter((pattern) => pattern.port !== '*'))
  const anyPort = patterns.filter((pattern) => pattern.port === '*')
  if (anyPort.length === 0) return matchesSuffix
  const { find: findAnyPort } = compileExact(
    anyPort.filter((pattern) => !pattern.wildcard).map((pattern) => `${pattern.scheme}://${pattern.host}`),
  )
  const matchesAnyPortSuffix = compileSuffixes(
    anyPort.filter((pattern) => pattern.wildcard).map((pattern) => ({ ...pattern, port: '' })),
  )
  return (origin) => {
    if (matchesSuffix(origin)) return true
    const portless = withoutPort(origin)
    return portless !== undefined && (findAnyPort(portless) !== NO_MATCH || matchesAnyPortSuffix(portless))
  }
}

interface SuffixGroup {
  /** `https://` */
  readonly prefix: string
  /** `.example.com` and `.example.com:8443`. */
  readonly suffixes: readonly string[]
  readonly index: SampledIndex
  /** One at each length that a suffix of this group has. */
  readonly lengths: Uint8Array
  /** One at each code with which a suffix of this group ends. */
  readonly ends: Uint8Array
}

function compileSuffixes(patterns: readonly OriginPattern[]): (origin: string) => boolean {
  const schemes = [...new Set(patterns.map((pattern) => pattern.scheme))]
  const groups = schemes.map((scheme): SuffixGroup => {
    const members = patterns.filter((pattern) => pattern.scheme === scheme)
    const suffixes = members.map(({ host, port }) => `.${host}${port === '' ? '' : `:${port}`}`)
    const lengths = new Uint8Array(LONGEST_ORIGIN + 1)
    const ends = new Uint8Array(128)
    for (const suffix of suffixes) {
      lengths[suffix.length] = 1
      ends[suffix.charCodeAt(suffix.length - 1)] = 1
    }
    return { prefix: `${scheme}://`, suffixes, index: buildSampledIndex(suffixes), lengths, ends }
  })
  const matchers = groups.map(compileSuffixGroup)
  const [first] = matchers
  if (first === undefined) return () => false
  return matchers.length === 1 ? first : (origin) => matchers.some((matches) => matches(origin))
}

function compileSuffixGroup({ prefix, suffixes, index, lengths, ends }: SuffixGroup): (origin: string) => boolean {
  const start = prefix.length
  const [only] = suffixes
  if (only !== undefined && suffixes.length === 1) {
    return (origin) => {
      const dot = origin.length - only.length
      // Equality of a slice is several times faster than endsWith, and most foreign origins stop here.
      return dot > start && origin.slice(dot) === only && origin.startsWith(prefix) && areLabels(origin, start, dot)
    }
  }
  return (origin) => {
    // Most strangers are told by their last letter.
    if (ends[origin.charCodeAt(origin.length - 1)] !== 1 || !origin.startsWith(prefix)) return false
    for (let dot = origin.indexOf('.', start); dot !== -1; dot = origin.indexOf('.', dot + 1)) {
      const listed = lengths[origin.length - dot] === 1 && index.find(origin, dot) >= 0
      if (listed && areLabels(origin, start, dot)) return true
    }
    return false
  }
}

/** Whether what stands for the wildcard is one or more labels: no label empty, no character that a host cannot have. */
function areLabels(origin: string, start: number, end: number): boolean {
  let labelStart = start
  for (let index = start; index < end; index++) {
    const code = origin.charCodeAt(index)
    if (code === DOT) {
      if (index === labelStart) return false
      labelStart = index + 1
    } else if (!isHostCode(code)) {
      return false
    }
  }
  return end > labelStart
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
  if (!isSerialisedPort(origin, colon + 1)) return undefined
  return origin.slice(0, colon)
}
