import type { RequestView } from '../request.ts'
import { assembleCsp } from './assemble.ts'
import type { CompiledCsp } from './policy.ts'
import { type CspSource, sourceOf } from './policy-words.ts'
import { isSecureEndpoint } from './reporting.ts'
import { drawSession } from './sample.ts'

/** The forms of one rule's policies: by the scheme, where they report, and by the session, where some are for a sample. */
export interface CspForms {
  readonly all: readonly CompiledCsp[]
  /** The index of a request's form; 0 for one that is not known to use TLS and is in no sample. */
  pick(request: RequestView): number
}

/** Null where every response has the same. */
export function formsOf(csp: CompiledCsp | null): CspForms | null {
  const source = sourceOf(csp)
  const shares = sharesOf(source)
  const plain = [...levelsOf(source, shares)]
  const secure = secureForms(plain)
  if (plain.length === 1 && secure.length === 0) return null
  const cookie = source.policies.find(({ sample }) => sample !== undefined)?.sample?.cookie
  const levelOf = (request: RequestView): number => {
    if (cookie === undefined) return 0
    const drawn = drawSession(request.header('cookie'), cookie)
    return drawn === undefined ? 0 : shares.filter((share) => drawn < share).length
  }
  const pick =
    secure.length === 0
      ? levelOf
      : (request: RequestView) => levelOf(request) + (request.scheme === 'https' ? plain.length : 0)
  return { all: [...plain, ...secure].map(assembleCsp), pick }
}

/** Largest first: who is in the smallest is in all. */
function sharesOf({ policies }: CspSource): readonly number[] {
  const shares = new Set(policies.flatMap(({ sample }) => (sample === undefined ? [] : [sample.share])))
  return [...shares].sort((one, other) => other - one)
}

/** Without any sampled policy, with those of the largest share, and so on: one form more than there are shares. */
function levelsOf(source: CspSource, shares: readonly number[]): readonly CspSource[] {
  if (shares.length === 0) return [source]
  return [Number.POSITIVE_INFINITY, ...shares].map((least) => {
    const policies = source.policies.filter(({ sample }) => sample === undefined || sample.share >= least)
    return Object.freeze({ ...source, policies: Object.freeze(policies) })
  })
}

/** Those for https, where anything is different there. */
function secureForms(plain: readonly CspSource[]): readonly CspSource[] {
  const secure = plain.flatMap(({ reporting, ...source }): readonly CspSource[] =>
    reporting === undefined || !isSecureEndpoint(reporting.endpoint)
      ? []
      : [Object.freeze({ ...source, reporting: Object.freeze({ ...reporting, secure: true }) })],
  )
  return secure.some((source) => source.pending.length > 0 || declaresEndpoints(source)) ? secure : []
}

function declaresEndpoints(source: CspSource): boolean {
  return assembleCsp(source).others?.some(([name]) => name === 'reporting-endpoints') ?? false
}
