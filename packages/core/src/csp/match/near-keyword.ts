import type { NearMiss } from '../verdict.ts'
import type { SourceList } from './source-list.ts'

/** A keyword that is in the list, but overridden or without its quotes. */
export function nearKeywords({ keywords, unquoted }: SourceList, wanted: readonly string[]): readonly NearMiss[] {
  const overridden = wanted.flatMap((keyword) => {
    const source = keywords.get(keyword)
    return source === undefined ? [] : [{ source, differs: 'overridden' as const }]
  })
  const bare = unquoted.filter(({ meant }) => meant.kind === 'keyword' && wanted.includes(meant.keyword))
  return [...overridden, ...bare.map(({ token }) => ({ source: token, differs: 'quotes' as const }))]
}
