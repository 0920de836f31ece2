import { fnv1a64 } from '@sallyport/core/report'
import type { Group } from './group.ts'

/** The short name of a group: alike wherever it is made. */
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
  return fnv1a64(JSON.stringify(parts))
}
