import { showValue } from '../finding.ts'
import { covers, type OriginPattern } from '../origin/pattern.ts'
import { type Place, report } from '../validate.ts'

/** Reports every entry that another one covers. */
export function reportRedundant(patterns: readonly OriginPattern[], placeOf: (index: number) => Place): void {
  const wide = indexWide(patterns)
  if (wide.byHost.size === 0) return
  for (const [index, pattern] of patterns.entries()) {
    const cover = findCover(pattern, wide)
    if (cover === undefined) continue
    const message = `${showValue(pattern.text)} is already covered by ${showValue(cover.text)}.`
    report(placeOf(index), 'redundant-value', pattern.text, message, {
      fix: 'Remove it; or remove the wider one, if that is too wide.',
    })
  }
}

/** The patterns that can cover others, by the hosts they end in. */
interface WidePatterns {
  readonly byHost: ReadonlyMap<string, readonly OriginPattern[]>
  /** The lengths of those hosts. */
  readonly lengths: ReadonlySet<number>
}

function indexWide(patterns: readonly OriginPattern[]): WidePatterns {
  const byHost = new Map<string, OriginPattern[]>()
  const lengths = new Set<number>()
  for (const pattern of patterns) {
    if (!pattern.wildcard && pattern.port !== '*') continue
    lengths.add(pattern.host.length)
    const sameHost = byHost.get(pattern.host)
    if (sameHost === undefined) byHost.set(pattern.host, [pattern])
    else sameHost.push(pattern)
  }
  return { byHost, lengths }
}

// Only patterns of the host itself and of the domains above it can cover: comparing all pairs takes minutes for 100,000 origins.
function findCover(pattern: OriginPattern, { byHost, lengths }: WidePatterns): OriginPattern | undefined {
  const { host } = pattern
  for (let start = 0; ; ) {
    if (lengths.has(host.length - start)) {
      const cover = byHost.get(host.slice(start))?.find((other) => other !== pattern && covers(other, pattern))
      if (cover !== undefined) return cover
    }
    const dot = host.indexOf('.', start)
    if (dot === -1) return undefined
    start = dot + 1
  }
}
