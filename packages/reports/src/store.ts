import type { Browser, FoldedGroup, Group, ServedPolicy, Standing } from './group.ts'

/** What a flush hands over. */
export interface WriteBatch {
  /** Unique. A store that is given a batch twice, because it was not sure of the first time, counts it once. */
  readonly id: string
  readonly groups: readonly FoldedGroup[]
  readonly policies: readonly ServedPolicy[]
}

/** Takes what was counted. */
export interface ReportSink {
  /** Whole or not at all; rejects when it could not, and may then be given the same batch again. */
  write(batch: WriteBatch): Promise<void>
  close(): Promise<void>
}

/** Which groups to look at. Everything left out is no condition. */
export interface ReportQuery {
  readonly site?: string
  /** Milliseconds since the epoch; hours that begin at or after it. */
  readonly from?: number
  /** Hours that begin before it. */
  readonly to?: number
  readonly directive?: string
  readonly blocked?: string
  readonly page?: string
  readonly browser?: Browser
  readonly standing?: Standing
  readonly policy?: string
  readonly disposition?: Group['disposition']
  readonly fingerprint?: string
  /** True for noise alone, false for none of it. */
  readonly noise?: boolean
  /** The groups with the highest counts, at most so many; a whole number from 0, or the query is rejected. Default 1,000. */
  readonly limit?: number
}

/** A group as a store has it, over the hours asked for. Untrusted text, whatever the store. */
export interface StoredGroup extends Group {
  readonly fingerprint: string
  readonly count: number
  /** Milliseconds since the epoch: when it was seen at all for the first and the last time, whatever hours are asked for. */
  readonly first: number
  readonly last: number
  /** `[hour, count]`, in order, hours without reports left out. */
  readonly hours: readonly (readonly [hour: number, count: number])[]
  /** The most distinct clients in one day of those that the hours asked for lie in, up to 64. */
  readonly clients: number
  /** The same of vouched clients. */
  readonly vouched: number
}

export interface QueryResult {
  /** The highest count first; among equals, by fingerprint. */
  readonly groups: readonly StoredGroup[]
  /** How many there were before `limit`. */
  readonly total: number
  /** Those that the groups name, as far as the store has them. */
  readonly policies: readonly ServedPolicy[]
}

/** Takes what was counted, and gives it back. */
export interface ReportStore extends ReportSink {
  query(query?: ReportQuery): Promise<QueryResult>
}
