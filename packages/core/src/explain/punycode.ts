const BASE = 36
const MOST_CODE_POINTS = 63

/** A label as it was before `xn--` (RFC 3492 §6.2); the label itself when it is no such label or malformed. */
export function decodeLabel(label: string): string {
  if (!label.startsWith('xn--')) return label
  const encoded = label.slice(4)
  const delimiter = encoded.lastIndexOf('-')
  const decoded: number[] = [...encoded.slice(0, Math.max(delimiter, 0))].map((character) => character.charCodeAt(0))
  let code = 128
  let position = 0
  let bias = 72
  let index = delimiter + 1
  while (index < encoded.length) {
    const before = position
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded.charCodeAt(index++))
      if (digit === -1) return label
      position += digit * weight
      const threshold = Math.min(Math.max(k - bias, 1), 26)
      if (digit < threshold) break
      weight *= BASE - threshold
      if (weight > 0x7fffffff) return label
    }
    const length = decoded.length + 1
    bias = adapt(position - before, length, before === 0)
    code += Math.floor(position / length)
    if (code > 0x10ffff || length > MOST_CODE_POINTS) return label
    position %= length
    decoded.splice(position++, 0, code)
  }
  return String.fromCodePoint(...decoded)
}

function digitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : -1
}

// RFC 3492 §6.1
function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > 455; k += BASE) rest = Math.floor(rest / 35)
  return k + Math.floor((36 * rest) / (rest + 38))
}
