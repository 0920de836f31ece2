/**
 * The label that `xn--…` stands for, by RFC 3492 §6.2; undefined when it stands for none. Written out because runtimes differ: some
 * URL parsers take any ASCII label for granted.
 */
export function decodePunycode(label: string): string | undefined {
  const delimiter = label.lastIndexOf('-')
  const codes = Array.from(label.slice(PREFIX.length, Math.max(PREFIX.length, delimiter)), (letter) =>
    letter.charCodeAt(0),
  )
  let code = 0x80
  let position = 0
  let bias = 72
  let index = Math.max(PREFIX.length, delimiter + 1)
  if (index === label.length) return undefined
  while (index < label.length) {
    const start = position
    let weight = 1
    for (let base = 36; ; base += 36) {
      const digit = digitOf(label.charCodeAt(index++))
      if (digit === undefined) return undefined
      position += digit * weight
      const threshold = Math.min(26, Math.max(1, base - bias))
      if (digit < threshold) break
      weight *= 36 - threshold
      if (position > LARGEST || weight > LARGEST) return undefined
    }
    bias = adapt(position - start, codes.length + 1, start === 0)
    code += Math.floor(position / (codes.length + 1))
    position %= codes.length + 1
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
    codes.splice(position++, 0, code)
  }
  return String.fromCodePoint(...codes)
}

const PREFIX = 'xn--'
const LARGEST = 0x7fffffff

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined
}

/** RFC 3492 §6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / 700) : delta >> 1
  rest += Math.floor(rest / length)
  let bias = 0
  for (; rest > 455; bias += 36) rest = Math.floor(rest / 35)
  return bias + Math.floor((36 * rest) / (rest + 38))
}
