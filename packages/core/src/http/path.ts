const SLASH = 0x2f
const BACKSLASH = 0x5c
const DOT = 0x2e
const PERCENT = 0x25
const QUESTION = 0x3f
const HASH = 0x23

/**
 * The path of a request target in one spelling: no query, unreserved characters decoded (RFC 3986 §6.2.2). Undefined for a
 * path that servers disagree on: encoded slash or backslash, dot segments, empty segments, malformed escapes, no leading
 * slash. A trailing slash counts as part of the path.
 */
export function normalisePath(target: string): string | undefined {
  if (target.charCodeAt(0) !== SLASH) return undefined
  let end = target.length
  let escaped = false
  for (let index = 1; index < target.length; index++) {
    const code = target.charCodeAt(index)
    if (code === QUESTION || code === HASH) {
      end = index
      break
    }
    if (code === BACKSLASH || code <= 0x20) return undefined
    if (code === SLASH && target.charCodeAt(index - 1) === SLASH) return undefined
    if (code === PERCENT) escaped = true
  }
  const path = end === target.length ? target : target.slice(0, end)
  const decoded = escaped ? decodeUnreserved(path) : path
  return decoded === undefined || hasDotSegment(decoded) ? undefined : decoded
}

function decodeUnreserved(path: string): string | undefined {
  let result = ''
  let copied = 0
  for (let index = path.indexOf('%'); index !== -1; index = path.indexOf('%', index + 3)) {
    const code = hexPair(path, index + 1)
    if (code === -1 || code === SLASH || code === BACKSLASH || code === 0) return undefined
    result += path.slice(copied, index)
    result += isUnreserved(code) ? String.fromCharCode(code) : path.slice(index, index + 3).toUpperCase()
    copied = index + 3
  }
  return result + path.slice(copied)
}

function hexPair(text: string, index: number): number {
  const high = hexDigit(text.charCodeAt(index))
  const low = hexDigit(text.charCodeAt(index + 1))
  return high === -1 || low === -1 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

// RFC 3986 §2.3
function isUnreserved(code: number): boolean {
  const lower = code | 0x20
  return (
    (lower >= 0x61 && lower <= 0x7a && code >= 0x41) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === DOT ||
    code === 0x5f ||
    code === 0x7e
  )
}

function hasDotSegment(path: string): boolean {
  for (let index = path.indexOf('/.'); index !== -1; index = path.indexOf('/.', index + 1)) {
    const after = path.charCodeAt(index + 2)
    if (isSegmentEnd(after) || (after === DOT && isSegmentEnd(path.charCodeAt(index + 3)))) return true
  }
  return false
}

function isSegmentEnd(code: number): boolean {
  return code === SLASH || Number.isNaN(code)
}
