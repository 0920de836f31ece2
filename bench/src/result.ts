import type { Spread } from './statistics.ts'

/** How one candidate stands to what 1.00 is, over all launches. */
export interface Result {
  readonly suite: 'micro' | 'server' | 'next' | 'reports'
  /** `cors/one-origin`, `fastify/cors+csp` */
  readonly name: string
  readonly candidate: string
  /** What the ratios are to. */
  readonly baseline: string
  readonly launches: number
  readonly ratio: Spread
  /** Heap per call, of candidate and baseline; functions only. */
  readonly bytes?: { readonly candidate: number; readonly baseline: number }
  /** Reports a second, by the clock on the wall: what came through while the server's process had one CPU and the client another. */
  readonly perSecond?: { readonly candidate: number; readonly baseline: number }
  /** Time per call or CPU time per request or report; of builds the wall-clock time, or bytes. Orders of magnitude: they move with the neighbours' load, the ratios do not. */
  readonly nanoseconds: { readonly candidate: number; readonly baseline: number }
}
