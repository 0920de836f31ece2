import type { Finding } from '../../finding.ts'
import { report } from '../../validate.ts'
import { assembleCsp } from '../assemble.ts'
import type { CompiledCsp } from '../policy.ts'
import { type CspSource, sourceOf } from '../policy-words.ts'
import { applyChanges } from './apply-change.ts'
import type { CspChange } from './change.ts'
import { type ChangeCopy, copyChange } from './change-copy.ts'
import type { CheckedChange } from './checked-change.ts'
import { readChange } from './read-change.ts'

/** What has become of a policy. */
export interface AmendedCsp {
  /** The changed policy; after an error, what was given. */
  readonly csp: CompiledCsp | null
  /** Why the change was refused. Empty when it was made. */
  readonly findings: readonly Finding[]
}

/** What was made of what, by which changes: the next one is made together with those, so that their order means nothing. */
interface Amendment {
  readonly from: CompiledCsp | null
  readonly changes: readonly CheckedChange[]
}

const AMENDMENTS = new WeakMap<CompiledCsp, Amendment>()
const MADE = new WeakMap<object, Map<string, AmendedCsp>>()
/** Of one policy. Where a host of each request is in the change there is no end to them. */
const MOST_REMEMBERED = 100
// Stands for no policy at all, which is no key.
const NO_CSP: object = Object.freeze({})

/**
 * Changes a compiled policy for one response. All changes of a response are made at once, so their order means nothing. What comes of an
 * equal change is remembered, within bounds. Never throws.
 */
export function amendCsp(csp: CompiledCsp | null, change: CspChange): AmendedCsp {
  try {
    const copy = copyChange(change)
    return copy === undefined ? makeAmended(csp, change) : recall(csp, copy)
  } catch {
    // A getter or a proxy that throws, which nothing from a request can be.
    return refuseUnread(csp)
  }
}

/** What single responses have made of a policy so far, as far as that is remembered. */
export function amendmentsOf(csp: CompiledCsp): readonly CompiledCsp[] {
  return [...(MADE.get(csp)?.values() ?? [])].flatMap((made) => made.csp ?? [])
}

function recall(csp: CompiledCsp | null, { change, key }: ChangeCopy): AmendedCsp {
  const policy = csp ?? NO_CSP
  const known = MADE.get(policy) ?? new Map<string, AmendedCsp>()
  MADE.set(policy, known)
  const remembered = known.get(key)
  if (remembered !== undefined) return remembered
  const made = makeAmended(csp, change)
  const [oldest] = known.keys()
  if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest)
  known.set(key, made)
  return made
}

function makeAmended(csp: CompiledCsp | null, change: unknown): AmendedCsp {
  const findings: Finding[] = []
  const checked = readChange(change, { path: 'change', findings })
  if (hasErrors(findings)) return refuse(csp, findings)
  const earlier = (csp === null ? undefined : AMENDMENTS.get(csp)) ?? { from: csp, changes: [] }
  const changes = [...earlier.changes, checked]
  const source = sourceOf(earlier.from)
  const { reporting } = source
  const policies = applyChanges(source.policies, changes, { findings, advises: false, reporting })
  if (hasErrors(findings)) return refuse(csp, findings)
  const amended = policies.length === 0 && csp === null ? null : assembleCsp(Object.freeze({ ...source, policies }))
  if (amended !== null) AMENDMENTS.set(amended, { from: earlier.from, changes })
  return Object.freeze({ csp: amended, findings: [] })
}

function refuseUnread(csp: CompiledCsp | null): AmendedCsp {
  const findings: Finding[] = []
  const message = 'The change cannot be read.'
  report({ path: 'change', findings }, 'invalid-type', undefined, message, { fix: 'Pass a plain object.' })
  return refuse(csp, findings)
}

function refuse(csp: CompiledCsp | null, findings: readonly Finding[]): AmendedCsp {
  return Object.freeze({ csp, findings: Object.freeze(findings.filter(({ severity }) => severity === 'error')) })
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/**
 * The policy of an earlier registration with the changes that a later one brought for it. Changes that do not fit it are left out.
 */
export function composeCsp(earlier: CompiledCsp | null, later: CompiledCsp): CompiledCsp | null {
  if (sourceOf(later).pending.length === 0) return later
  const known = COMPOSED.get(later) ?? new WeakMap<object, CompiledCsp | null>()
  COMPOSED.set(later, known)
  const key = earlier ?? NO_CSP
  const made = known.get(key)
  if (made !== undefined || known.has(key)) return made ?? null
  const composed = makeComposed(earlier, later)
  known.set(key, composed)
  return composed
}

const COMPOSED = new WeakMap<CompiledCsp, WeakMap<object, CompiledCsp | null>>()

function makeComposed(earlier: CompiledCsp | null, later: CompiledCsp): CompiledCsp | null {
  if (earlier === null) return later
  const { pending, reporting: own } = sourceOf(later)
  const source: CspSource = sourceOf(earlier)
  const reporting = source.reporting ?? own
  const policies = pending.reduce((current, change) => {
    const findings: Finding[] = []
    const changed = applyChanges(current, [change], { findings, advises: false, reporting })
    return hasErrors(findings) ? current : changed
  }, source.policies)
  return assembleCsp(Object.freeze({ ...source, policies: Object.freeze(policies), reporting }))
}
