import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { defaultPort, effectivePort, type Target } from './target.ts'

/** Whether the port of a source, or its absence, covers that of a URL: CSP3 §6.7.2.11. `scheme` is the source's or else the page's. */
export function matchesPort(
  port: string | undefined,
  scheme: string | null,
  target: Target,
  isUpgrade: boolean,
  profile: Profile,
): boolean {
  if (port === '*') return true // 2
  const wanted = port === undefined ? null : Number(port) // 3
  const given = effectivePort(target)
  const covered = wanted === target.port || (target.port === null && wanted === defaultPort(target.scheme)) // 4, 5
  if (covered) {
    const isExplicit = wanted !== null && wanted === given
    return !(isExplicit && isUpgrade && differs(profile, 'same-port-bars-upgrade'))
  }
  if (given === 443 && wanted === 80) {
    return differs(profile, 'port-80-covers-443') || (isUpgrade && differs(profile, 'port-80-upgrades'))
  }
  const own = scheme === null ? null : defaultPort(scheme)
  return wanted === null && own !== null && given === own && differs(profile, 'own-default-port-covered')
}
