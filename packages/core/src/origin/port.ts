const ZERO = 0x30
const NINE = 0x39

/**
 * Whether a text, from `start` on, is a port as an origin of the given text writes one: 1 to 65535, without leading zeros, and not the
 * one that its scheme stands for (URL §4.5). `start` is behind the colon.
 */
export function isSerialisedPort(origin: string, start: number): boolean {
  const { length } = origin
  if (length === start || length - start > 5 || origin.charCodeAt(start) === ZERO) return false
  let port = 0
  for (let index = start; index < length; index++) {
    const code = origin.charCodeAt(index)
    if (code < ZERO || code > NINE) return false
    port = port * 10 + code - ZERO
  }
  if (port === 443) return !origin.startsWith('https:')
  return port === 80 ? !origin.startsWith('http:') : port <= 65_535
}
