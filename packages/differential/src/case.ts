import type { ActName } from './act/acts.ts'

/** A document and what is tried in it. Plain data: it goes to the browser as it is. */
export interface Case {
  /** `12`; with the seed it is enough to see the case again. */
  readonly id: string
  readonly url: string
  readonly policies: readonly CasePolicy[]
  readonly probes: readonly Probe[]
  /** Policies of a kind share a header line. */
  readonly joined?: true
  /** Not asked from inside, but framed: its ancestors' addresses, the parent first; `data:` for one without an origin. The last one is where the runner is. */
  readonly ancestors?: readonly string[]
}

export interface CasePolicy {
  readonly text: string
  readonly disposition: 'enforce' | 'report'
  readonly delivery: 'header' | 'meta'
}

/** One thing that a policy may forbid. */
export interface Probe {
  /** `12-3`: its case and its place there. Part of its URL and of its text, so that whatever is seen of it names it. */
  readonly id: string
  readonly act: ActName
  /** What is asked for; `blob:` where the page has to make it. Absent for what is inline. */
  readonly url?: string
  /** Where the server sends the request on to. */
  readonly redirect?: string
  /** What the page has to make a blob: URL of, as a data: URL. */
  readonly blob?: string
  /** The script or style of an inline act, and what a script or style sheet's URL leads to. */
  readonly text?: string
  readonly nonce?: string
  /** Another attribute holds `<script`, so that the nonce does not count (CSP3 §6.7.3.1). */
  readonly dangling?: true
  readonly integrity?: string
}

/** What a page says became of a probe; `waiting` when nothing had come of it after all. */
export type Effect = 'done' | 'refused' | 'waiting'

/** A securitypolicyviolation event. */
export interface Violation {
  readonly effectiveDirective: string
  readonly blockedUri: string
  readonly disposition: string
  /** Which of the case's policies, by its `report-to`. */
  readonly originalPolicy: string
  /** The probe that the event's target is marked with. */
  readonly probe?: string
}

/** What the page saw of a case. */
export interface Sighting {
  readonly id: string
  readonly effects: Readonly<Record<string, Effect>>
  readonly violations: readonly Violation[]
  /** What broke the runner itself. */
  readonly error?: string
}
