import { printable } from '@sallyport/core'
import type { CollectorProblem } from './collector-options.ts'

const HOUR = 3_600_000

/** Says each kind of trouble once, however often it comes: what is said is what others send, and they may send a lot. */
export class ProblemLog {
  readonly #tell: (problem: CollectorProblem) => void
  readonly #said = new Map<string, number>()

  constructor(tell: ((problem: CollectorProblem) => void) | undefined) {
    this.#tell = tell ?? warn
  }

  /** @param about What the trouble is with. Each has a turn of its own, once an hour. */
  say(code: CollectorProblem['code'], message: string, about = ''): void {
    const key = `${code} ${about}`
    const last = this.#said.get(key)
    const now = Date.now()
    if (last !== undefined && Math.abs(now - last) < HOUR) return
    this.#said.set(key, now)
    callSafely(() => this.#tell({ code, message }), ignore)
  }

  /** What was said is over: the next time it is news again. */
  forget(code: CollectorProblem['code'], about = ''): void {
    this.#said.delete(`${code} ${about}`)
  }
}

/** Calls a function of the app's whose answer does not matter. Neither what it throws nor what it promises and breaks gets farther than `onError`. */
export function callSafely(call: () => unknown, onError: (error: unknown) => void): void {
  try {
    const answer = call()
    if (typeof answer === 'object' && answer !== null) Promise.resolve(answer).then(ignore, onError)
  } catch (error) {
    onError(error)
  }
}

/** An error in a message for a log: its text may hold what somebody posted. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return printable(error.message, LONGEST)
  return typeof error === 'string' ? printable(error, LONGEST) : 'no reason was given'
}

const LONGEST = 300

function warn({ code, message }: CollectorProblem): void {
  console.warn(`Sallyport reports: ${message} [${code}]`)
}

function ignore(): void {}
