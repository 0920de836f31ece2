import { actOf } from './act/acts.ts'
import type { Probe, Violation } from './case.ts'

/** Whether a violation is about a probe. No two probes of a page are such that it could be about both. */
export function isAbout(violation: Violation, probe: Probe): boolean {
  if (violation.probe !== undefined) return violation.probe === probe.id
  const { blockedUri, effectiveDirective } = violation
  const act = actOf(probe.act)
  if (act.kind === 'inline') {
    // The event is fired at the element, where there is one, and bears its mark.
    if (act.type === 'navigation') return blockedUri === 'inline' && effectiveDirective === act.directive
    return (act.type === 'eval' || act.type === 'wasm-eval') && blockedUri === act.type
  }
  if (blockedUri.includes('probe=')) return blockedUri.includes(`probe=${probe.id}`)
  if (isLocal(probe)) return blockedUri === probe.url?.split(':', 1)[0] && effectiveDirective === act.directive
  return act.secretive?.includes(effectiveDirective) === true
}

/** Of a URL without a server, events tell the scheme and nothing else. */
function isLocal({ url }: Probe): boolean {
  return url !== undefined && (url.startsWith('data:') || url.startsWith('blob:'))
}
