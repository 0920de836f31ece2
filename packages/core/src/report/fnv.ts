const OFFSET_HIGH = 0xcbf29ce4
const OFFSET_LOW = 0x84222325
// The prime is 2^40 + 0x1b3.
const PRIME_LOW = 0x1b3
const TWO_TO_32 = 0x1_0000_0000

/**
 * FNV-1a of 64 bits over the UTF-16 code units, low byte before high, in 16 hexadecimal digits. A short name for a text, made at once and alike on every machine;
 * it proves nothing, since texts with the same one are easily made. Not SubtleCrypto, which answers later.
 */
export function fnv1a64(text: string): string {
  let high = OFFSET_HIGH
  let low = OFFSET_LOW
  const add = (byte: number): void => {
    low = (low ^ byte) >>> 0
    const product = low * PRIME_LOW
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / TWO_TO_32) + (low << 8)) >>> 0
    low = product >>> 0
  }
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    add(unit & 0xff)
    if (unit > 0xff) add(unit >>> 8)
  }
  return digits(high) + digits(low)
}

function digits(half: number): string {
  return half.toString(16).padStart(8, '0')
}
