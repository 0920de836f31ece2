import type { DailyKey } from './daily-keys.ts'
import { sipHash } from './siphash.ts'

/** More clients of a group and day than these make no difference to anybody. */
export const MOST_CLIENTS = 64

/** Who has sent reports of one group today, as far as it is worth knowing. */
export class Reach {
  #day = -1
  #seen: number[] = []

  /**
   * The hash of a client that is new today; undefined for one that was here, or when there are enough. Hashed together with the group, so that what is stored does not
   * tell which groups one visitor has met.
   */
  add(client: string, fingerprint: string, { day, key }: DailyKey): string | undefined {
    if (day !== this.#day) {
      this.#day = day
      this.#seen = []
    }
    if (this.#seen.length >= MOST_CLIENTS) return undefined
    const { high, low } = sipHash(key, `${fingerprint}${client}`)
    // 53 bits, which a number holds: thousands of these lists are kept.
    const hash = (high & 0x1f_ffff) * 0x1_0000_0000 + low
    if (this.#seen.includes(hash)) return undefined
    this.#seen.push(hash)
    return hash.toString(16).padStart(14, '0')
  }
}
