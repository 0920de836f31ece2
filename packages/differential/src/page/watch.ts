import type { Violation } from '../case.ts'
import type { ChildWindow } from './child.ts'

/** What is known so far of one case. */
export interface Watch {
  readonly violations: readonly Violation[]
  listenTo(child: ChildWindow): void
  /** The server has something new to say. */
  wake(): void
  /** Fulfilled with true as soon as the condition holds, with false when it does not in time. */
  until(condition: () => boolean, milliseconds: number): Promise<boolean>
  /** Fulfilled when nothing has been heard for as long. */
  quiet(milliseconds: number): Promise<void>
}

export function createWatch(): Watch {
  const violations: Violation[] = []
  const waiters = new Set<() => void>()
  let last = performance.now()
  const wake = (): void => {
    for (const waiter of waiters) waiter()
  }
  const until = (condition: () => boolean, milliseconds: number): Promise<boolean> =>
    new Promise((resolve) => {
      const finish = (holds: boolean): void => {
        clearTimeout(timer)
        waiters.delete(look)
        resolve(holds)
      }
      const look = (): void => {
        if (condition()) finish(true)
      }
      const timer = setTimeout(() => finish(condition()), milliseconds)
      waiters.add(look)
      look()
    })
  return {
    violations,
    wake,
    until,
    listenTo: (child) =>
      child.addEventListener(
        'securitypolicyviolation',
        (event) => {
          violations.push(violationOf(event))
          last = performance.now()
          wake()
        },
        true,
      ),
    quiet: async (milliseconds) => {
      let left = milliseconds
      while (left > 0) {
        await until(() => false, left)
        left = last + milliseconds - performance.now()
      }
    },
  }
}

function violationOf(event: SecurityPolicyViolationEvent): Violation {
  const { effectiveDirective, blockedURI, disposition, originalPolicy, target } = event
  const probe = target !== null && 'dataset' in target ? Reflect.get(Object(target.dataset), 'probe') : undefined
  return {
    effectiveDirective,
    blockedUri: blockedURI,
    disposition,
    originalPolicy,
    ...(typeof probe === 'string' ? { probe } : {}),
  }
}
