import type { Call } from '../exchange.ts'

/** One CORS set-up, said once for all candidates. Credentials are always on, and a preflight may be remembered for ten minutes. */
export interface CorsSetup {
  readonly origins: readonly string[]
  /** For the peers, which have no patterns of their own, the regular expressions their users write. */
  readonly expressions?: readonly RegExp[]
  readonly methods?: readonly string[]
  /** Left out: whatever is asked for. */
  readonly allowedHeaders?: readonly string[]
}

export const MAX_AGE = 600

export type CorsCandidate = (setup: CorsSetup) => Call

/** For peers that take one entry as well as a list: the one is their fastest form. */
export function listOrOne<T>(list: readonly T[]): T | readonly T[] | undefined {
  return list.length === 1 ? list[0] : list
}

/** For peers that take a function where they know no list, or no expressions. */
export function allowByFunction({ origins, expressions }: CorsSetup): (origin: string) => boolean {
  if (expressions !== undefined) return (origin) => expressions.some((expression) => expression.test(origin))
  return (origin) => origins.includes(origin)
}
