import { matchesPath } from '../match/path.ts'
import type { Profile } from '../verdict.ts'

/** Whether every path that `inner` matches is matched by `outer` too. */
export function includesPath(outer: string | undefined, inner: string | undefined, profile: Profile): boolean {
  if (isEveryPath(outer) || outer === inner) return true
  if (isEveryPath(inner) || outer === undefined || inner === undefined) return false
  // A file is an address like those that it is compared with; a directory is the beginning of all below it.
  if (isDirectory(inner) && !outer.endsWith('/')) return false
  return matchesPath(outer, inner, profile)
}

/** CSP3 §6.7.2.12 steps 1 and 3: `/` is a prefix of every path. */
function isEveryPath(path: string | undefined): boolean {
  return path === undefined || path === '' || path === '/'
}

/** An escaped slash at the end makes a directory for whoever decodes first. */
function isDirectory(path: string): boolean {
  return path.endsWith('/') || path.endsWith('%2F') || path.endsWith('%2f')
}
