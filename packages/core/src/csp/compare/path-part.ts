/** Whether every path that `inner` matches is matched by `outer` too, before and after percent-decoding the separators. */
export function includesPath(outer: string | undefined, inner: string | undefined): boolean {
  if (isEveryPath(outer) || outer === inner) return true
  if (isEveryPath(inner) || outer === undefined || inner === undefined) return false
  return includesSegments(outer, inner) && includesDecoded(decodeBytes(outer), decodeBytes(inner))
}

/** CSP3 §6.7.2.12 steps 1 and 3: `/` is a prefix of every path. */
export function isEveryPath(path: string | undefined): boolean {
  return path === undefined || path === '' || path === '/'
}

/** §6.7.2.12: segment by segment, each decoded by itself. */
function includesSegments(outer: string, inner: string): boolean {
  const outerSegments = outer.split('/')
  const innerSegments = inner.split('/')
  const isPrefix = outerSegments[outerSegments.length - 1] === ''
  if (isPrefix) outerSegments.pop()
  else if (outerSegments.length !== innerSegments.length) return false
  if (innerSegments.length < outerSegments.length + (isPrefix ? 1 : 0)) return false
  return outerSegments.every((segment, index) => decodeBytes(segment) === decodeBytes(innerSegments[index] ?? ''))
}

/** As Chromium compares: the path is decoded as a whole, so that `%2F` separates. */
export function includesDecoded(outer: string, inner: string): boolean {
  return outer.endsWith('/') ? inner.startsWith(outer) : outer === inner
}

/** One character a byte, so that bytes that are no UTF-8 stay apart. The path is ASCII, its escapes are well-formed. */
export function decodeBytes(path: string): string {
  if (!path.includes('%')) return path
  let decoded = ''
  for (let index = 0; index < path.length; index++) {
    const byte = path.charAt(index) === '%' ? Number.parseInt(path.slice(index + 1, index + 3), 16) : Number.NaN
    if (Number.isNaN(byte)) decoded += path.charAt(index)
    else {
      decoded += String.fromCharCode(byte)
      index += 2
    }
  }
  return decoded
}
