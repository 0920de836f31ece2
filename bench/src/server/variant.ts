/** What stands in front of the same small app. */
export interface Variant {
  /** `bare`: nothing. `constants`: the same headers by hand, for everybody. `peer`: what the framework's users install today. */
  readonly guard: 'bare' | 'constants' | 'sallyport' | 'peer'
  /** CORS alone, or CORS and a CSP with a fresh nonce. */
  readonly task: Task
}

export const TASKS = ['cors', 'cors+csp'] as const
export type Task = (typeof TASKS)[number]

/** Starts an app on a free port of the loopback interface. */
export type StartApp = (variant: Variant) => Promise<number>
