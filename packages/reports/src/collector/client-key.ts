/**
 * What makes an address one client: of IPv6 the first 64 bits, since whoever has one address there has them all; an IPv4 address in an IPv6 one is itself. Whatever is
 * no address stands for itself, cut. One text for all where the address is not known, so that they share a budget.
 */
export function clientKey(address: string | undefined): string {
  if (address === undefined) return ''
  const text = address.slice(0, LONGEST)
  const firstColon = text.indexOf(':')
  if (firstColon === -1) return text
  // `192.0.2.1:443`, as some proxies write it.
  if (text.indexOf(':', firstColon + 1) === -1) return text.slice(0, firstColon)
  const words = readWords(text.toLowerCase())
  return words === undefined ? text : nameNetwork(words)
}

const LONGEST = 64

function nameNetwork(words: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = words
  const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff
  if (isMapped) return dotted(words[6] ?? 0, words[7] ?? 0)
  // 6to4: the two words after the prefix are an IPv4 address, and all behind them belongs to whoever has it (RFC 3056 §2).
  if (first === 0x2002) return dotted(second, third)
  return `${words
    .slice(0, 4)
    .map((word) => word.toString(16))
    .join(':')}/64`
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`
}

/** The eight words of an IPv6 address (RFC 4291 §2.2), brackets and zone left out; undefined for anything else. */
function readWords(address: string): readonly number[] | undefined {
  const start = address.startsWith('[') ? 1 : 0
  const ends = [address.indexOf(']'), address.indexOf('%')].filter((index) => index !== -1)
  const text = address.slice(start, Math.min(...ends, address.length))
  const [head = '', tail, ...more] = text.split('::')
  const before = readGroups(head)
  const after = readGroups(tail ?? '')
  if (before === undefined || after === undefined || more.length > 0) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...Array.from({ length: missing }, () => 0), ...after]
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === '') return []
  const words: number[] = []
  for (const group of text.split(':')) {
    const read = group.includes('.') ? readDotted(group) : readWord(group)
    if (read === undefined) return undefined
    words.push(...read)
  }
  return words
}

function readWord(text: string): readonly number[] | undefined {
  if (text === '' || text.length > 4) return undefined
  let word = 0
  for (const character of text) {
    const digit = HEXADECIMAL.indexOf(character)
    if (digit === -1) return undefined
    word = word * 16 + digit
  }
  return [word]
}

const HEXADECIMAL = '0123456789abcdef'

function readDotted(text: string): readonly number[] | undefined {
  const bytes = text.split('.').map(Number)
  const [a = -1, b = -1, c = -1, d = -1] = bytes
  if (bytes.length !== 4 || !bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)) return undefined
  return [a * 256 + b, c * 256 + d]
}
