import type { SipHash } from './siphash.ts'

const SLOTS = 32_768

/**
 * What each of any number of clients has used up, in memory of one size. A client has a slot in each of two rows, by its hash, and has used what the smaller of the two
 * says: never less than the truth, and more only where others meet it in both. So nothing is ever thrown out, and flooding it with addresses gives nobody a fresh
 * budget. (A count-min sketch with conservative update: Estan and Varghese, 2002.)
 */
export class Tally {
  readonly #first = new Uint32Array(SLOTS)
  readonly #second = new Uint32Array(SLOTS)
  #isClear = true

  /** Takes as much of `amount` as `most` has left for the client, and says how much that was. */
  take({ high, low }: SipHash, amount: number, most: number): number {
    const first = high % SLOTS
    const second = low % SLOTS
    const used = Math.min(this.#first[first] ?? 0, this.#second[second] ?? 0)
    const taken = Math.min(amount, Math.max(0, most - used))
    if (taken === 0) return 0
    this.#isClear = false
    raise(this.#first, first, used + taken)
    raise(this.#second, second, used + taken)
    return taken
  }

  clear(): void {
    if (this.#isClear) return
    this.#first.fill(0)
    this.#second.fill(0)
    this.#isClear = true
  }
}

function raise(row: Uint32Array, slot: number, to: number): void {
  if ((row[slot] ?? 0) < to) row[slot] = to
}
