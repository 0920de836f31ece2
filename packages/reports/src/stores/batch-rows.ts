import { fnv1a64 } from '@sallyport/core/report'
import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { WriteBatch } from '../store.ts'

/** How many distinct clients of a group are kept for a day, of each kind. */
export const MOST_CLIENTS = 64

export const HOURS_OF_DAY = 24

/** A batch as tables have it: each row once, in the order of their keys, so that two processes that write the same rows never wait for each other in a ring. */
export interface BatchRows {
  readonly groups: readonly GroupRow[]
  readonly hours: readonly HourRow[]
  readonly reach: readonly ReachRow[]
  readonly policies: readonly ServedPolicy[]
}

/** A group, with the first and the last time of all that the batch has of it. */
export type GroupRow = Omit<FoldedGroup, 'hour' | 'count' | 'clients' | 'vouched'>

export interface HourRow {
  readonly site: string
  readonly fingerprint: string
  readonly hour: number
  readonly count: number
}

export interface ReachRow {
  readonly site: string
  readonly fingerprint: string
  /** Whole days since the epoch, UTC. */
  readonly day: number
  /** Distinct; at most {@link MOST_CLIENTS}. */
  readonly clients: readonly ClientNumber[]
  readonly vouched: readonly ClientNumber[]
}

/**
 * What is kept of a client: 48 bits, since who is who is of no interest, and a group has up to {@link MOST_CLIENTS} a day. Two of so many are taken for one once in
 * 10^11 times, which makes the reach smaller by one.
 */
export type ClientNumber = number

/** Bytes of a {@link ClientNumber}. */
export const CLIENT_BYTES = 6

export function rowsOf(batch: WriteBatch): BatchRows {
  const groups = new Map<string, GroupRow>()
  const hours = new Map<string, HourRow>()
  const reach = new Map<string, ReachRow>()
  const policies = new Map<string, ServedPolicy>()
  for (const { hour, count, clients, vouched, ...group } of batch.groups) {
    const { site, fingerprint } = group
    const day = Math.floor(hour / HOURS_OF_DAY)
    const groupKey = keyOf(site, fingerprint)
    const hourKey = keyOf(site, hour, fingerprint)
    const dayKey = keyOf(site, day, fingerprint)
    groups.set(groupKey, spanOf(groups.get(groupKey), group))
    hours.set(hourKey, { site, fingerprint, hour, count: count + (hours.get(hourKey)?.count ?? 0) })
    const before = reach.get(dayKey)
    reach.set(dayKey, {
      site,
      fingerprint,
      day,
      clients: mergeClients(before?.clients ?? [], clients.map(clientNumber)),
      vouched: mergeClients(before?.vouched ?? [], vouched.map(clientNumber)),
    })
  }
  for (const policy of batch.policies) {
    const key = keyOf(policy.site, policy.id)
    const before = policies.get(key)
    policies.set(key, before === undefined ? policy : mergePolicies(before, policy))
  }
  return {
    groups: inOrder(groups),
    hours: inOrder(hours),
    reach: inOrder(reach).filter(({ clients, vouched }) => clients.length + vouched.length > 0),
    policies: inOrder(policies),
  }
}

/** The distinct ones of both, the known ones first, as many as are kept. */
export function mergeClients(known: readonly ClientNumber[], added: readonly ClientNumber[]): readonly ClientNumber[] {
  const all = new Set(known)
  for (const client of added) if (all.size < MOST_CLIENTS) all.add(client)
  return [...all]
}

export function mergePolicies(one: ServedPolicy, other: ServedPolicy): ServedPolicy {
  return { ...one, from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) }
}

function spanOf(before: GroupRow | undefined, group: GroupRow): GroupRow {
  if (before === undefined) return group
  return { ...before, first: Math.min(before.first, group.first), last: Math.max(before.last, group.last) }
}

function clientNumber(client: string): ClientNumber {
  return Number.parseInt(fnv1a64(client).slice(-2 * CLIENT_BYTES), 16)
}

// U+0000 comes before all that a site is made of.
function keyOf(site: string, ...names: readonly (string | number)[]): string {
  return `${site}\u0000${names.join('\u0000')}`
}

function inOrder<Row>(rows: ReadonlyMap<string, Row>): readonly Row[] {
  return [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
}
