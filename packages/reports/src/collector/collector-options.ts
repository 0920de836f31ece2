import type { Policy, PolicyHandle } from '@sallyport/core'
import type { Group } from '../group.ts'
import type { ReportSink, ReportStore } from '../store.ts'

export interface CollectorOptions {
  /** What the app serves: reports are checked against it. Several where one collector serves several apps. Texts are policies as headers have them. */
  readonly policies: PolicySourceOfReports | readonly PolicySourceOfReports[]
  /** The origins of the app's own pages, as patterns like those of CORS: `https://*.team.example.com`. Reports of other pages are `foreign`. */
  readonly origins: readonly string[]
  /** The name under which reports are kept, or one for each page's origin: the apps of a topology. Default `'default'`. */
  readonly site?: string | ((pageOrigin: string) => string)
  readonly store: ReportStore
  /** Where everything counted goes as well. */
  readonly sinks?: readonly ReportSink[]
  readonly limits?: Partial<CollectorLimits>
  /** At least 32 characters, the same in all processes: salts the hashes of clients. Default: random, so that each process counts clients for itself. */
  readonly secret?: string
  /**
   * Who sent a report, if the app knows it: a signed-in user's id, a test run's name. Anybody can post to a collector, from any number of addresses, so only
   * what somebody is vouched for can change what `learn` proposes. Reports to the page's own origin carry its cookies. The request's body has been read. What throws,
   * or takes longer than a second, vouches for nobody.
   */
  readonly vouch?: (request: Request) => string | undefined | Promise<string | undefined>
  /** The kill switch: answers 410, upon which browsers stop sending. Default false. */
  readonly closed?: boolean | (() => boolean)
  /** Milliseconds between flushes. Default 5,000; sooner when 1,000 groups have changed. */
  readonly flushInterval?: number
  /** Keeps the last 200 reports, redacted, with their samples as text, for `recent()`. Default: when NODE_ENV is `development`. */
  readonly development?: boolean
  /**
   * Other reports of the Reporting API (`deprecation`, `intervention`, …), counted and not kept; those of hashes too, as `csp-hash` with a `HashReport` for a body.
   * Untrusted.
   */
  readonly onReport?: (report: { readonly type: string; readonly body: unknown }) => void
  /**
   * Told of each violation as it is counted, for a live view or a log of the app's own: checked and redacted, the sample in development only. Untrusted text.
   */
  readonly onViolation?: (report: RecentReport) => void
  /** Told once of each kind of trouble: a store that is down, budgets used up. Default: a line on the console. */
  readonly onProblem?: (problem: CollectorProblem) => void
}

export type PolicySourceOfReports = Policy | PolicyHandle | string

export interface CollectorProblem {
  /** `callback-failed`: a function of the options threw. It counts as if it had not been there. */
  readonly code: 'sink-error' | 'sink-recovered' | 'over-budget' | 'lost' | 'callback-failed'
  readonly message: string
}

export interface CollectorLimits {
  /** Bytes of a body. Default 262,144; then 413. */
  readonly bodyBytes: number
  /** Reports of a body; those after it are counted as `over-budget`. Default 200. */
  readonly reportsPerBody: number
  /**
   * Reports of a client in a minute; those after it are counted as `over-budget`. Default 1,000. A client is an IPv4 address, or the first 64 bits of an IPv6 one; all
   * whose address is not known are one.
   */
  readonly reportsPerClient: number
  /**
   * New groups in an hour, of all clients and of one. Default 2,000 and 100. What has a group is always counted; new is what this process has not counted before. At most
   * half of `newGroups` can be used up by reports that are not `consistent`. Those that the app vouches for have as many for themselves.
   */
  readonly newGroups: number
  readonly newGroupsPerClient: number
  /** Groups that are remembered, and counts of groups and hours that wait for a store that is down. Default 20,000, at most some 50 MB. */
  readonly waitingGroups: number
  /** Milliseconds that a body may take to arrive. Default 10,000; then 408. */
  readonly bodyTime: number
}

/** Who a request is from, as the framework says. */
export interface Client {
  /** The visitor's address, by the framework's own rules for trusted proxies. */
  readonly address?: string | undefined
}

/** Answers what browsers post. Total: never throws and never rejects. */
export interface Collector {
  (request: Request, client?: Client): Promise<Response>
  /** Counters since the start, by reason. They add up: `received` is the sum of all that became of reports. */
  health(): Health
  /** In development, the last 200 reports, newest first; else none. */
  recent(): readonly RecentReport[]
  /** Hands over what has been counted. Resolves when the store has it, or was found to be down. */
  flush(): Promise<void>
  /**
   * The last flush, then closes store and sinks. The collector listens to no signals: the app calls this when it ends, as `server.close()` then `collector.close()`.
   */
  close(): Promise<void>
}

/** A redacted report with what is never stored. Untrusted text. */
export interface RecentReport extends Group {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly sample: string
  /** Origin and path of the file, and the line; `''` and 0 where the browser did not tell. */
  readonly sourceFile: string
  readonly lineNumber: number
}

/** Reports, each counted once under what became of it, and requests. */
export interface Health {
  readonly received: number
  readonly consistent: number
  readonly foreign: number
  readonly unknownPolicy: number
  readonly inconsistent: number
  readonly hashes: number
  readonly otherTypes: number
  readonly malformed: number
  readonly overBudget: number
  /** Requests that were refused whole, by status: 400 (the body broke off), 405, 408, 410, 413, 415, 503 (after `close`). None of their reports is in `received`. */
  readonly refused: Readonly<Record<string, number>>
  readonly groupsWaiting: number
  readonly sinkErrors: number
  /** Milliseconds since the epoch: since when the store takes nothing. Missing while it does. */
  readonly storeDownSince?: number
  /** Counted and then lost because a store was down for too long. */
  readonly lost: number
}
