import type { Group } from './group.ts'
import { sha256Name } from './sha256.ts'

/**
 * The short name of a group: alike wherever it is made. By a hash that nobody can aim: who could make a group with the name of another, by choosing what is blocked, would have
 * the visitors of that one vote for it.
 */
export function fingerprintOf({
  site,
  policy,
  disposition,
  directive,
  blocked,
  page,
  browser,
  standing,
  noise,
}: Group): string {
  const parts = [site, policy, disposition, directive, blocked, page, browser, standing, noise?.rule ?? '']
  return sha256Name(JSON.stringify(parts))
}
