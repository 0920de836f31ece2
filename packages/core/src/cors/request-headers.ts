import { isTokenCode } from '../http/token.ts'

/** Judges the value of `Access-Control-Request-Headers`, read in one pass without splitting. */
export interface RequestHeaderList {
  /** Whether every name in the value is listed. Any case, order, white space and repetition; empty elements are skipped. */
  accepts(value: string): boolean
}

const REMEMBERED = 4

/** `names` are lower-case tokens. */
export function compileRequestHeaderList(names: readonly string[]): RequestHeaderList {
  const byHash = new Map<number, readonly string[]>()
  for (const name of names) {
    const hash = hashName(name, 0, name.length)
    byHash.set(hash, [...(byHash.get(hash) ?? []), name])
  }
  // A browser sends each name once; room for white space, capitals and repeated lines comes on top. Longer is refused unread.
  const longest = names.reduce((sum, name) => sum + name.length + 1, 0) * 4 + 256
  // Browsers send the same few values over and over. Comparing one costs less than reading it.
  const accepted: string[] = []
  let next = 0
  return Object.freeze({
    accepts(value: string) {
      for (let index = 0; index < accepted.length; index++) if (accepted[index] === value) return true
      if (value.length > longest || !everyNameListed(value, byHash)) return false
      accepted[next] = value
      next = (next + 1) % REMEMBERED
      return true
    },
  })
}

function everyNameListed(value: string, byHash: ReadonlyMap<number, readonly string[]>): boolean {
  return eachElement(value, (start, end) => {
    const candidates = byHash.get(hashName(value, start, end))
    return candidates?.some((name) => equalsName(value, start, end, name)) ?? false
  })
}

const MOST_NAMES = 64
const LONGEST_UNLISTED = 2048

/** The text of the requested names, fit for an answer; undefined for a value that is refused, `''` when it names nothing. */
export type RequestedNames = (value: string) => string | undefined

/** {@link readRequestedNames}, remembering the value read last: deciding and answering ask for the same one. */
export function createRequestedNames(): RequestedNames {
  let last: string | undefined
  let names: string | undefined
  return (value) => {
    // Before comparing: sixteen kilobytes take longer to compare than any browser's value takes to read.
    if (value.length > LONGEST_UNLISTED) return undefined
    if (value !== last) {
      names = readRequestedNames(value)?.join(',')
      last = value
    }
    return names
  }
}

/**
 * The requested names as an answer may repeat them: tokens only, lower case, once each. Undefined when the value is not a
 * list of tokens or is beyond any browser's use (2,048 characters, 64 names). The text of the request is never copied.
 */
export function readRequestedNames(value: string): readonly string[] | undefined {
  if (value.length > LONGEST_UNLISTED) return undefined
  const names = new Set<string>()
  const readable = eachElement(value, (start, end) => {
    for (let index = start; index < end; index++) if (!isTokenCode(value.charCodeAt(index))) return false
    names.add(value.slice(start, end).toLowerCase())
    return names.size <= MOST_NAMES
  })
  return readable ? [...names] : undefined
}

/** Calls `visit` with the bounds of each non-empty element (RFC 9110 §5.6.1); stops at the first that it turns down. */
function eachElement(value: string, visit: (start: number, end: number) => boolean): boolean {
  let start = -1
  let end = -1
  for (let index = 0; index <= value.length; index++) {
    const code = index === value.length ? COMMA : value.charCodeAt(index)
    if (code === COMMA) {
      if (start !== -1 && !visit(start, end)) return false
      start = -1
    } else if (code !== SPACE && code !== TAB) {
      if (start === -1) start = index
      end = index + 1
    }
  }
  return true
}

const COMMA = 0x2c
const SPACE = 0x20
const TAB = 0x09

function lowerCase(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code
}

function hashName(text: string, start: number, end: number): number {
  let hash = end - start
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ lowerCase(text.charCodeAt(index)), 0x01000193)
  return hash
}

function equalsName(text: string, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false
  for (let index = 0; index < name.length; index++) {
    if (lowerCase(text.charCodeAt(start + index)) !== name.charCodeAt(index)) return false
  }
  return true
}
