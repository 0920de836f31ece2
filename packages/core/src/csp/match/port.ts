import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { defaultPort, effectivePort, type Target } from './target.ts'

export interface PortQuestion {
  readonly profile: Profile
  readonly isNavigation?: boolean
}

/** Whether the port of a source, or its absence, covers that of a URL: CSP3 §6.7.2.11. `scheme` is the source's or else the page's. */
export function matchesPort(
  port: string | undefined,
  scheme: string | null,
  target: Target,
  isUpgrade: boolean,
  { profile, isNavigation = false }: PortQuestion,
): boolean {
  if (port === '*') return true // 2
  const wanted = port === undefined ? null : Number(port) // 3
  if (port !== undefined && port !== String(wanted) && differs(profile, 'ports-are-text')) return false
  const given = effectivePort(target)
  const covered = wanted === target.port || (target.port === null && wanted === defaultPort(target.scheme)) // 4, 5
  if (covered) {
    if (!isUpgrade || wanted === null) return true
    if (wanted === target.port) return !differs(profile, 'same-port-bars-upgrade')
    return !((isNavigation || target.scheme === 'wss') && differs(profile, 'same-port-bars-navigation'))
  }
  if (given === 443 && wanted === 80) {
    return differs(profile, 'port-80-covers-443') || (isUpgrade && differs(profile, 'port-80-upgrades'))
  }
  const own = scheme === null ? null : defaultPort(scheme)
  if (wanted !== null || own === null) return false
  if (given === own) return differs(profile, 'own-default-port-covered')
  return given === 443 && own === 80 && differs(profile, 'no-port-covers-443')
}
