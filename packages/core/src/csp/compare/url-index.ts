import { type UrlSource, urlSourceKey } from './source-list.ts'

/** The sources of a list, found by the host that is asked for, so that comparing two long lists stays about linear. */
export interface UrlIndex {
  has(source: UrlSource): boolean
  /** Whether the check holds for a source that may match hosts of that pattern. Without a host: for one that names none, or any. */
  some(host: string | undefined, check: (source: UrlSource) => boolean): boolean
}

export function indexUrls(sources: readonly UrlSource[]): UrlIndex {
  const keys = new Set(sources.map(urlSourceKey))
  const broad: UrlSource[] = []
  const byHost = new Map<string, UrlSource[]>()
  for (const source of sources) {
    if (source.kind !== 'host' || source.host === '*') broad.push(source)
    else bucket(byHost, source.host).push(source)
  }
  return {
    has: (source) => keys.has(urlSourceKey(source)),
    some: (host, check) => {
      if (broad.some(check)) return true
      if (host === undefined) return false
      if (byHost.get(host)?.some(check)) return true
      // `a.b.example` and `*.b.example` are looked up as `*.b.example` and `*.example`.
      for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        if (byHost.get(`*${host.slice(dot)}`)?.some(check)) return true
      }
      return false
    },
  }
}

function bucket(byHost: Map<string, UrlSource[]>, host: string): UrlSource[] {
  const known = byHost.get(host)
  if (known !== undefined) return known
  const fresh: UrlSource[] = []
  byHost.set(host, fresh)
  return fresh
}
