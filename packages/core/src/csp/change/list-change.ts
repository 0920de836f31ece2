import { DIRECTIVES } from '../directives.ts'
import { type DirectiveMap, findGovernor, inheritWords, NONE } from '../fallback.ts'

type Directives = Map<string, readonly string[]>

/** Takes words out of a directive's list, which it inherits first where it has none. Returns those that were there. */
export function removeWords(directives: Directives, name: string, words: readonly string[]): ReadonlySet<string> {
  const current = listOf(directives, name)
  if (current === undefined) return NOTHING
  const removed = new Set(words)
  const kept = current.filter((word) => !removed.has(word))
  if (kept.length === current.length) return NOTHING
  keepGovernors(directives, name, [], removed)
  const grammar = DIRECTIVES.get(name)?.value
  if (kept.length > 0 || grammar === 'sandbox') directives.set(name, kept)
  // Nowhere to report to is said by leaving the directive out.
  else if (grammar === 'report-uri') directives.delete(name)
  else directives.set(name, NONE)
  return new Set(current.filter((word) => removed.has(word)))
}

/** Adds words, sorted ones, to a directive's list, which it inherits first where it has none. Returns those that were not there. */
export function appendWords(directives: Directives, name: string, words: readonly string[]): ReadonlySet<string> {
  // Not a restriction: a policy without endpoints is one that reports nowhere.
  const isFirstEndpoint = name === 'report-uri' && !directives.has(name)
  const current = isFirstEndpoint ? [] : listOf(directives, name)
  // Nothing is restricted, and to append must not restrict.
  if (current === undefined || isOpenToWorkers(directives, name)) return new Set()
  const listed = current.length === 1 && current[0] === "'none'" ? [] : current
  const known = new Set(listed)
  const added = words.filter((word) => !known.has(word))
  if (added.length === 0) return new Set()
  keepGovernors(directives, name, added, NOTHING)
  directives.set(name, [...listed, ...added])
  return new Set(added)
}

/** The list that holds for a directive; undefined when nothing does. */
function listOf(directives: DirectiveMap, name: string): readonly string[] | undefined {
  const governor = findGovernor(directives, name)
  if (governor === undefined) return undefined
  const words = directives.get(governor) ?? []
  return governor === name ? words : inheritWords(words, name)
}

/**
 * A directive that is new can cut others off from the one they fell back to: beside a `script-src`, workers fall back to a new
 * `child-src` (CSP3 §6.8.3). They then get a directive of their own, with what they had, what is appended, and without what is removed.
 */
function keepGovernors(
  directives: Directives,
  name: string,
  added: readonly string[],
  removed: ReadonlySet<string>,
): void {
  if (directives.has(name)) return
  const own = findGovernor(directives, name)
  for (const { name: other, fallback, status } of DIRECTIVES.values()) {
    if (status !== 'current' || !fallback.includes(name) || directives.has(other)) continue
    const governor = findGovernor(directives, other)
    const isCutOff = governor !== undefined && governor !== own && fallback.indexOf(governor) > fallback.indexOf(name)
    if (!isCutOff) continue
    const words = isOpenToWorkers(directives, other)
      ? ANY_WORKER
      : inheritWords(directives.get(governor) ?? [], other).filter((word) => word !== "'none'")
    const kept = [...new Set([...words, ...added])].filter((word) => !removed.has(word))
    directives.set(other, kept.length > 0 ? kept : NONE)
  }
}

const NOTHING: ReadonlySet<string> = new Set()

// HTML §10.2.6.3: a worker's script is of the page's own origin, or one of these.
const ANY_WORKER: readonly string[] = ["'self'", 'blob:', 'data:']

/** Workers that fall back to a `script-src` with `'strict-dynamic'` are never inserted by a parser, so all may run (§6.7.1.1 step 2). */
function isOpenToWorkers(directives: DirectiveMap, name: string): boolean {
  if (name !== 'worker-src' || findGovernor(directives, name) !== 'script-src') return false
  return directives.get('script-src')?.includes("'strict-dynamic'") === true
}
