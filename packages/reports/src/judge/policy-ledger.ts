import { isPolicy, type Policy, type PolicyHandle } from '@sallyport/core'
import type { ParsedPolicy } from '@sallyport/core/csp'
import {
  ANY_NONCE,
  type Disposition,
  fnv1a64,
  isSealedForm,
  normalizePolicy,
  type PolicyLists,
  policyLists,
} from '@sallyport/core/report'
import { readPolicyText } from '../learn/policy-forms.ts'
import { policyTexts } from './policy-texts.ts'

export type PolicyOrigin = Policy | PolicyHandle | string

/** A policy that was served, with what checking needs. */
export interface KnownPolicy {
  readonly id: string
  /** Normalised. */
  readonly text: string
  /** As the matcher takes it, by how it was served. Both where that is not known. */
  readonly parsed: ReadonlyMap<Disposition, ParsedPolicy>
  readonly from: number
  /** Milliseconds since the epoch: when it was last known to be served. */
  readonly to: number
  /** The sites whose pages were reported under it. */
  readonly sites: ReadonlySet<string>
}

/** Reports come late: a page stays open, a browser offline. Reports of what was served longer ago are of an unknown policy. */
const RETENTION = 30 * 24 * 60 * 60 * 1000
const MOST_POLICIES = 2000
/** Every text that is not known is compared with each. */
const MOST_WITH_NONCE = 100
const MOST_SITES = 200
/** Milliseconds. Routes may come later, and so may changes for single responses: a policy that is not known is looked for again, and a flood of them not each time. */
const LOOK_AGAIN = 1000

interface Entry extends KnownPolicy {
  readonly parsed: Map<Disposition, ParsedPolicy>
  readonly sites: Set<string>
  to: number
  isCurrent: boolean
}

const BOTH: readonly Disposition[] = ['enforce', 'report']

/** Follows what is served. What was replaced stays known, within bounds. */
export class PolicyLedger {
  readonly #origins: readonly PolicyOrigin[]
  readonly #entries = new Map<string, Entry>()
  /** Those of the entries that a page may be kept with, the first {@link MOST_WITH_NONCE}. */
  readonly #withNonce = new Map<Entry, PolicyLists>()
  #read: readonly (Policy | string)[] = []
  #readAt = 0
  /** Grows whenever a text may have become known, or unknown. */
  version = 0

  constructor(origins: readonly PolicyOrigin[]) {
    this.#origins = origins
    this.#follow(Date.now())
  }

  /**
   * By its normalised text. Not by its id, of which anybody can find another text. What an adapter makes of a policy with a nonce, for a page that is kept, is that
   * policy: each page has hashes of its own, and all of them together are no list.
   */
  find(text: string): KnownPolicy | undefined {
    const exact = this.#entries.get(text)
    if (exact !== undefined) return exact
    const lists = policyLists(text)
    for (const [entry, served] of this.#withNonce) if (isSealedForm(lists, served)) return entry
    return undefined
  }

  /** To be called before a look-up: sees whether a policy was replaced, which costs a comparison for each. */
  refresh(): void {
    if (this.#origins.some((origin, index) => currentOf(origin) !== this.#read[index])) this.#follow(Date.now())
  }

  /** After a look-up in vain. Whether to look again. */
  refreshUnknown(): boolean {
    const now = Date.now()
    if (now >= this.#readAt && now - this.#readAt < LOOK_AGAIN) return false
    this.#follow(now)
    return true
  }

  /** Those served now. */
  current(): readonly KnownPolicy[] {
    this.#follow(Date.now())
    return [...this.#entries.values()].filter(({ isCurrent }) => isCurrent)
  }

  noteSite({ text }: KnownPolicy, site: string): void {
    const sites = this.#entries.get(text)?.sites
    if (sites !== undefined && sites.size < MOST_SITES) sites.add(site)
  }

  #follow(now: number): void {
    const before = this.#entries.size
    for (const entry of this.#entries.values()) {
      if (entry.isCurrent) entry.to = now
      entry.isCurrent = false
    }
    this.#read = this.#origins.map(currentOf)
    this.#readAt = now
    let isChanged = false
    for (const source of this.#read) {
      for (const { text, disposition } of policyTexts(source)) {
        if (this.#enter(text, disposition === null ? BOTH : [disposition], now)) isChanged = true
      }
    }
    this.#forget(now)
    if (isChanged || this.#entries.size !== before) this.version++
  }

  /** Whether that is news. */
  #enter(text: string, dispositions: readonly Disposition[], now: number): boolean {
    const normalized = normalizePolicy(text)
    const entry = this.#entries.get(normalized) ?? {
      id: fnv1a64(normalized),
      text: normalized,
      parsed: new Map(),
      sites: new Set(),
      from: now,
      to: now,
      isCurrent: true,
    }
    entry.isCurrent = true
    entry.to = now
    // Anew, so that the entries stand in the order in which they were last served.
    this.#entries.delete(normalized)
    this.#entries.set(normalized, entry)
    if (normalized.includes(ANY_NONCE) && !this.#withNonce.has(entry) && this.#withNonce.size < MOST_WITH_NONCE) {
      this.#withNonce.set(entry, policyLists(normalized))
    }
    const missing = dispositions.filter((disposition) => !entry.parsed.has(disposition))
    for (const disposition of missing) {
      const policy = readPolicyText(normalized, disposition)
      if (policy !== undefined) entry.parsed.set(disposition, policy)
    }
    return missing.length > 0
  }

  #forget(now: number): void {
    for (const [text, entry] of this.#entries) {
      const { to, isCurrent } = entry
      const isTooMany = this.#entries.size > MOST_POLICIES
      if (isCurrent || (!isTooMany && now - to <= RETENTION)) continue
      this.#entries.delete(text)
      this.#withNonce.delete(entry)
    }
  }
}

function currentOf(origin: PolicyOrigin): Policy | string {
  return typeof origin === 'string' || isPolicy(origin) ? origin : origin.current
}
