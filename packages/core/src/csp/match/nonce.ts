import type { Token } from '../parse.ts'
import type { NearMiss } from '../verdict.ts'
import type { SourceList } from './source-list.ts'

/** What a nonce or hash does for a request or an element. */
export interface Evidence {
  /** The source that admits it. */
  readonly source: Token | null
  /** It is not known, and could be one that is listed. */
  readonly isUnknown: boolean
  readonly misses: readonly NearMiss[]
}

export const NOTHING: Evidence = { source: null, isUnknown: false, misses: [] }

/** Does nonce match source list: CSP3 §6.7.2.3, and §6.7.3.3 step 2. */
export function ruleOnNonce(list: SourceList, nonce: string | undefined): Evidence {
  if (nonce === undefined) return { ...NOTHING, isUnknown: list.nonces.size > 0 }
  const source = nonce === '' ? undefined : list.nonces.get(nonce) // 2, 3
  return source === undefined ? { ...NOTHING, misses: nearNonces(list, nonce) } : { ...NOTHING, source }
}

/** The nonces of a list that are not the element's. */
function nearNonces({ nonces, unquoted }: SourceList, nonce: string): readonly NearMiss[] {
  const quoted = unquoted.filter(({ meant }) => meant.kind === 'nonce' && meant.value === nonce)
  const lower = nonce.toLowerCase()
  return [
    ...quoted.map(({ token }) => ({ source: token, differs: 'quotes' as const })),
    ...[...nonces].map(([value, source]) => {
      const isCase = nonce !== '' && value.toLowerCase() === lower
      return { source, differs: isCase ? ('case' as const) : ('nonce' as const) }
    }),
  ]
}
