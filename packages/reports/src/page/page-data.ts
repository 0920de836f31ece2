import type { Health } from '../collector/collector-options.ts'
import type { ServedPolicy, Standing } from '../group.ts'
import type { GroupExplanation } from '../learn/explain-group.ts'
import type { StoredGroup } from '../store.ts'
import type { Facet, RangeName } from './page-query.ts'

/** What the page's client asks for: JSON of this shape. Everything reported in it is untrusted text. */
export interface PageData {
  readonly range: {
    readonly name: RangeName
    /** Milliseconds since the epoch: where the first bucket begins. */
    readonly from: number
    readonly bucketHours: number
    readonly buckets: number
  }
  readonly matched: Tally
  /** Under the other filters, whatever the noise setting. */
  readonly noise: Tally
  /** Of each standing, under the other filters. */
  readonly standings: Readonly<Record<Standing, Tally>>
  /** The highest first. Each counted under all filters but its own. */
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>
  /** Of the groups that match, by directive, the highest first; those beyond the eighth together under `''`. */
  readonly series: readonly Series[]
  /** The highest first. */
  readonly groups: readonly GroupRow[]
  /** How many groups the store has in this range and standing beyond those that were read; 0 when all were. */
  readonly unread: number
  readonly detail: GroupDetail | 'missing' | null
  readonly health: Health | null
}

export interface Tally {
  readonly groups: number
  readonly reports: number
}

export interface FacetValue {
  readonly value: string
  readonly reports: number
}

export interface Series {
  readonly directive: string
  /** One number a bucket. */
  readonly counts: readonly number[]
}

export interface GroupRow extends Omit<StoredGroup, 'hours'> {
  /** One number a bucket. */
  readonly counts: readonly number[]
}

export interface GroupDetail {
  readonly group: GroupRow
  readonly policy:
    | (Omit<ServedPolicy, 'site' | 'id'> & {
        /** The directive that is read for the group's. */
        readonly decided: string | null
      })
    | null
  readonly explanation: GroupExplanation | null
  /** The same directive and blocked key on the same site: on all pages, in all browsers, of the same standing. */
  readonly alike: {
    readonly groups: number
    readonly reports: number
    readonly pages: readonly FacetValue[]
    readonly browsers: readonly FacetValue[]
  }
  /** In development alone: the newest reports themselves. */
  readonly recent: readonly {
    readonly at: number
    readonly sample: string
    readonly sourceFile: string
    readonly lineNumber: number
  }[]
}
