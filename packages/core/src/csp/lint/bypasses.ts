import type { HostExpression } from '../source-expression.ts'
import type { Bypasses } from './delivery.ts'
import { domainsAbove } from './hosts.ts'

export interface Bypass {
  readonly host: string
  readonly path: string
  readonly kind: 'jsonp' | 'angular'
  readonly needsEval: boolean
}

/** By host, and under `*.` and each domain above it. */
export type BypassIndex = ReadonlyMap<string, readonly Bypass[]>

const KEPT = new WeakMap<Bypasses, BypassIndex>()

export function indexBypasses(bypasses: Bypasses): BypassIndex {
  const kept = KEPT.get(bypasses)
  if (kept !== undefined) return kept
  const index = new Map<string, Bypass[]>()
  if (!Array.isArray(bypasses.jsonp) || !Array.isArray(bypasses.angular)) {
    throw new TypeError('bypasses are { jsonp, angular }, two lists: import { bypasses } from @sallyport/csp-bypasses.')
  }
  const needing = new Set(bypasses.jsonpNeedingEval ?? [])
  const add = (address: string, kind: Bypass['kind']): void => {
    const bypass = readAddress(address, kind, needing)
    if (bypass === undefined) return
    for (const key of [bypass.host, ...domainsAbove(bypass.host).map((domain) => `*.${domain}`)]) {
      const at = index.get(key)
      if (at === undefined) index.set(key, [bypass])
      else at.push(bypass)
    }
  }
  for (const address of bypasses.jsonp) add(address, 'jsonp')
  for (const address of bypasses.angular) add(address, 'angular')
  KEPT.set(bypasses, index)
  return index
}

function readAddress(address: string, kind: Bypass['kind'], needing: ReadonlySet<string>): Bypass | undefined {
  try {
    const { hostname, pathname } = new URL(address.startsWith('//') ? `https:${address}` : address)
    return { host: hostname, path: pathname, kind, needsEval: kind === 'jsonp' && needing.has(hostname) }
  } catch {
    return undefined
  }
}

/** The first address of the lists that a source admits. */
export function findBypass(index: BypassIndex, { host, path }: HostExpression, hasEval: boolean): Bypass | undefined {
  return index.get(host)?.find((bypass) => (!bypass.needsEval || hasEval) && admitsPath(path, bypass.path))
}

/** CSP3 §6.7.2.12, for paths without percent-encoding, as those of the lists are. */
function admitsPath(path: string | undefined, wanted: string): boolean {
  if (path === undefined || path === '/') return true
  return path.endsWith('/') ? wanted.startsWith(path) : wanted === path
}
