/** Which characters of a text are read to tell keys apart: offsets from its start, and back from its end. */
export interface Sample {
  readonly front: readonly number[]
  readonly back: readonly number[]
}

const MOST_POSITIONS = 6
const CANDIDATES_PER_END = 32
const MOST_CANDIDATES = 16
const FEW = 1000
const GOLDEN = 0.618034

/** Chooses, one after the other, the characters that best tell `most` of the keys apart, from all over the list. */
export function chooseSample(keys: readonly string[], shortest: number, most: number): Sample {
  const sample = pick(keys, most)
  const candidates = listCandidates(pick(sample, FEW), Math.min(shortest, CANDIDATES_PER_END))
  const count = createCounter(sample.length)
  const chosen: number[] = []
  let signatures = Int32Array.from(sample, (key) => key.length)
  let distinct = count(signatures)
  while (chosen.length < MOST_POSITIONS && distinct < sample.length) {
    let best: { position: number; signatures: Int32Array<ArrayBuffer>; distinct: number } | undefined
    for (const position of candidates) {
      if (chosen.includes(position)) continue
      const extended = signatures.map((signature, index) => mix(signature, codeAt(sample[index] ?? '', position)))
      const found = count(extended)
      if (found > (best?.distinct ?? distinct)) best = { position, signatures: extended, distinct: found }
    }
    if (best === undefined) break
    chosen.push(best.position)
    signatures = best.signatures
    distinct = best.distinct
  }
  return { front: chosen.filter((position) => position >= 0), back: chosen.filter((position) => position < 0) }
}

/** As many of the keys, in no step that the names of a list could have as well: of tenants by number, every tenth has the same last digit. */
function pick(keys: readonly string[], most: number): readonly string[] {
  const { length } = keys
  if (length <= most) return keys
  let step = Math.floor(length * GOLDEN)
  while (commonDivisor(step, length) > 1) step++
  return Array.from({ length: most }, (_, index) => keys[(index * step) % length] ?? '')
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

/** Positions at which keys differ, those first at which they differ most. Zero and up count from the start, negative ones from the end. */
function listCandidates(keys: readonly string[], reach: number): readonly number[] {
  const positions = Array.from({ length: reach }, (_, offset) => [-1 - offset, offset]).flat()
  return positions
    .map((position) => ({ position, alike: countAlike(keys, position) }))
    .filter(({ alike }) => alike < keys.length ** 2)
    .sort((a, b) => a.alike - b.alike)
    .slice(0, MOST_CANDIDATES)
    .map(({ position }) => position)
}

/** How many pairs have the same character there. */
function countAlike(keys: readonly string[], position: number): number {
  const counts = new Map<number, number>()
  for (const key of keys) {
    const code = codeAt(key, position)
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts.values()].reduce((sum, count) => sum + count ** 2, 0)
}

function codeAt(key: string, position: number): number {
  return key.charCodeAt(position < 0 ? key.length + position : position)
}

/** Counts, nearly, how many values differ: those that share a cell count once. A `Set` would take most of the time there is. */
function createCounter(most: number): (values: Int32Array) => number {
  const bits = Math.min(20, 36 - Math.clz32(most))
  const cells = new Uint8Array(2 ** bits)
  return (values) => {
    cells.fill(0)
    let count = 0
    for (const value of values) {
      const cell = Math.imul(spread(value), 0x9e3779b1) >>> (32 - bits)
      if (cells[cell] === 0) count++
      cells[cell] = 1
    }
    return count
  }
}

/** Makes a number of what follows a position in a text. */
export type Hash = (text: string, start: number) => number

/**
 * A hash of the sampled characters of what follows `start`, which must be as long as the shortest key, and of how long that is. Without a
 * sample, of every character. The positions are variables and not a list: walking a list takes a good part of a look-up.
 */
export function createHash(sample: Sample | null): Hash {
  if (sample === null) return hashAll
  const positions = [...sample.front, ...sample.back]
  const count = positions.length
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = positions
  return (text, start) => {
    const end = text.length
    let value = end - start
    if (count > 0) value = mix(value, text.charCodeAt(first + (first < 0 ? end : start)))
    if (count > 1) value = mix(value, text.charCodeAt(second + (second < 0 ? end : start)))
    if (count > 2) value = mix(value, text.charCodeAt(third + (third < 0 ? end : start)))
    if (count > 3) value = mix(value, text.charCodeAt(fourth + (fourth < 0 ? end : start)))
    if (count > 4) value = mix(value, text.charCodeAt(fifth + (fifth < 0 ? end : start)))
    if (count > 5) value = mix(value, text.charCodeAt(sixth + (sixth < 0 ? end : start)))
    return spread(value)
  }
}

function hashAll(text: string, start: number): number {
  let value = text.length - start
  for (let index = start; index < text.length; index++) value = mix(value, text.charCodeAt(index))
  return spread(value)
}

function mix(value: number, code: number): number {
  return Math.imul(value ^ code, 0x01000193)
}

function spread(value: number): number {
  return value ^ (value >>> 15)
}
