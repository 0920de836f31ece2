import { fingerprintOf } from '../fingerprint.ts'
import type { FoldedGroup, Group } from '../group.ts'
import type { Budgets } from './budgets.ts'
import type { DailyKey } from './daily-keys.ts'
import { anyPageOf, familyOf, PageCounts } from './page-cap.ts'
import { MOST_CLIENTS, Reach } from './reach.ts'
import type { SipHash } from './siphash.ts'

const HOUR = 3_600_000

/** Who sent a report, and when. */
export interface Sighting {
  readonly at: number
  readonly day: DailyKey
  /** `clientKey` of the address, and its hash for the budgets. */
  readonly client: string
  readonly clientHash: SipHash
  /** Whom the app vouched for. */
  readonly vouched: string | undefined
}

/** `lost`: within budget, and no room because the store is down. */
export type FoldResult = 'counted' | 'over-budget' | 'lost'

/** A group that has been counted before. */
interface KnownGroup {
  readonly group: Group
  readonly fingerprint: string
  /** Undefined for that of all pages, which is none of the most that there may be. */
  readonly family: string | undefined
  readonly clients: Reach
  readonly vouched: Reach
  /** What was last counted into. It may have been taken since. */
  open: OpenCount | undefined
  /** Since eviction last came by. */
  wasUsed: boolean
  isForgotten: boolean
}

interface OpenCount {
  readonly known: KnownGroup
  readonly hour: number
  count: number
  first: number
  last: number
  readonly clients: string[]
  readonly vouched: string[]
  isTaken: boolean
}

/** Counts reports by group and hour, and hands the counts over. Of one size at most, whatever comes. */
export class Fold {
  readonly #budgets: Budgets
  readonly #most: number
  /** By the group's text. In the order in which eviction looks at them. */
  readonly #known = new Map<string, KnownGroup>()
  /** The same by the object itself: a judge gives the same one for reports alike, as long as it remembers, and making the text is half the work here. */
  readonly #byObject = new WeakMap<Group, KnownGroup>()
  readonly #pages = new PageCounts()
  /** By fingerprint and hour, as a store has them. */
  readonly #open = new Map<string, OpenCount>()

  /** @param most How many counts may wait, and how many groups are known. */
  constructor(budgets: Budgets, most: number) {
    this.#budgets = budgets
    this.#most = most
  }

  get waiting(): number {
    return this.#open.size
  }

  /** For tests: nothing here grows beyond `most`. */
  get sizes(): { readonly known: number; readonly families: number; readonly open: number } {
    return { known: this.#known.size, families: this.#pages.size, open: this.#open.size }
  }

  /** @param elsewhere How many counts a store is being given: they count against the most that may wait. */
  add(group: Group, sighting: Sighting, elsewhere: number): FoldResult {
    const known = this.#find(group, sighting)
    if (known === undefined) return 'over-budget'
    const hour = Math.floor(sighting.at / HOUR)
    const open = this.#openCount(known, hour, sighting.at, elsewhere)
    if (open === undefined) return 'lost'
    open.count++
    open.first = Math.min(open.first, sighting.at)
    open.last = Math.max(open.last, sighting.at)
    const { fingerprint } = known
    note(open.clients, known.clients.add(sighting.client, fingerprint, sighting.day))
    if (sighting.vouched !== undefined) {
      note(open.vouched, known.vouched.add(sighting.vouched, fingerprint, sighting.day))
    }
    return 'counted'
  }

  /** At most so many counts, the oldest first. They are the caller's now. */
  take(most: number): readonly FoldedGroup[] {
    const taken: FoldedGroup[] = []
    for (const [key, open] of this.#open) {
      if (taken.length >= most) break
      this.#open.delete(key)
      open.isTaken = true
      // What was taken is not kept alive by what stays.
      open.known.open = undefined
      const { known, hour, count, first, last, clients, vouched } = open
      taken.push({ ...known.group, fingerprint: known.fingerprint, hour, count, first, last, clients, vouched })
    }
    return taken
  }

  #find(group: Group, sighting: Sighting): KnownGroup | undefined {
    const before = this.#byObject.get(group)
    if (before !== undefined && !before.isForgotten) return used(before)
    const known = this.#findByText(group, sighting)
    if (known !== undefined) this.#byObject.set(group, known)
    return known
  }

  #findByText(group: Group, sighting: Sighting): KnownGroup | undefined {
    const text = textOf(group)
    const known = this.#known.get(text)
    if (known !== undefined) return used(known)
    const family = familyOf(group)
    if (!this.#pages.isFull(family)) return this.#learn(text, group, family, sighting)
    const widened = { ...group, page: anyPageOf(group.page) }
    const widenedText = textOf(widened)
    const widenedKnown = this.#known.get(widenedText)
    return widenedKnown === undefined ? this.#learn(widenedText, widened, undefined, sighting) : used(widenedKnown)
  }

  #learn(text: string, group: Group, family: string | undefined, sighting: Sighting): KnownGroup | undefined {
    const { clientHash, vouched, at } = sighting
    if (!this.#budgets.takeGroup(clientHash, group.standing, vouched !== undefined, at)) return undefined
    if (this.#known.size >= this.#most) this.#evict()
    const known: KnownGroup = {
      group,
      fingerprint: fingerprintOf(group),
      family,
      clients: new Reach(),
      vouched: new Reach(),
      open: undefined,
      wasUsed: false,
      isForgotten: false,
    }
    this.#known.set(text, known)
    if (family !== undefined) this.#pages.add(family)
    return known
  }

  /** The group at the front, unless it was used since it came there: then it goes to the back. A group in use is never new again. */
  #evict(): void {
    for (const [text, known] of this.#known) {
      this.#known.delete(text)
      if (!known.wasUsed) {
        known.isForgotten = true
        if (known.family !== undefined) this.#pages.remove(known.family)
        return
      }
      known.wasUsed = false
      this.#known.set(text, known)
    }
  }

  #openCount(known: KnownGroup, hour: number, at: number, elsewhere: number): OpenCount | undefined {
    const { open } = known
    if (open !== undefined && !open.isTaken && open.hour === hour) return open
    const key = `${known.fingerprint} ${hour}`
    let found = this.#open.get(key)
    if (found === undefined) {
      if (this.#open.size + elsewhere >= this.#most) return undefined
      found = { known, hour, count: 0, first: at, last: at, clients: [], vouched: [], isTaken: false }
      this.#open.set(key, found)
    }
    known.open = found
    return found
  }
}

function used(known: KnownGroup): KnownGroup {
  known.wasUsed = true
  return known
}

/** Where a group was forgotten and came again, its first clients may be in the list already. */
function note(hashes: string[], hash: string | undefined): void {
  if (hash !== undefined && hashes.length < MOST_CLIENTS && !hashes.includes(hash)) hashes.push(hash)
}

function textOf(group: Group): string {
  const { site, policy, disposition, directive, blocked, page, browser, standing, noise } = group
  return JSON.stringify([site, policy, disposition, directive, blocked, page, browser, standing, noise?.rule ?? ''])
}
