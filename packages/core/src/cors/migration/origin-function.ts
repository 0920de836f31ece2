import { compileMatcher, NO_MATCH } from '../../origin/matcher.ts'
import { type OriginPattern, parseOriginPattern } from '../../origin/pattern.ts'
import { isThenable } from '../../thenable.ts'
import { translateExpression } from './expression-translation.ts'

/** `origin` as `cors` and `@fastify/cors` take it: it calls back, or, for the latter, returns a promise. */
export type OriginFunction = (
  origin: string | undefined,
  callback: (error: Error | null, allowed?: unknown) => void,
) => unknown

/**
 * Asks a function written for the option `origin` of `cors` or `@fastify/cors`. What it answers means what it meant there: `true`, an
 * origin, a regular expression or a list of them. An expression admits what its translation by `fromCors` admits.
 *
 * The promise is rejected when the function fails or its answer has no translation, and stays open when the function never answers.
 */
export function adaptOriginFunction(decide: OriginFunction): (origin: string) => Promise<boolean> {
  return async (origin) => admits(await ask(decide, origin), origin)
}

function ask(decide: OriginFunction, origin: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer = decide(origin, (error, allowed) => {
      if (error) reject(error)
      else resolve(allowed)
    })
    // A function that takes the callback answers by it, even if it is async and its promise says nothing.
    if (isThenable(answer))
      answer.then((allowed) => (allowed === undefined && decide.length > 1 ? undefined : resolve(allowed)), reject)
  })
}

function admits(answer: unknown, origin: string): boolean {
  if (Array.isArray(answer)) return answer.some((entry) => admits(entry, origin))
  if (answer instanceof RegExp) return matcherFor(answer)(origin)
  if (typeof answer === 'string') return answer === origin
  if (typeof answer === 'object' && answer !== null) throw new TypeError('The origin function answers with an object.')
  return Boolean(answer)
}

const MOST_REMEMBERED = 64
const remembered = new Map<string, (origin: string) => boolean>()

/** A regular expression never runs on what a request says: the patterns it stands for do. */
function matcherFor(expression: RegExp): (origin: string) => boolean {
  const key = String(expression)
  const known = remembered.get(key)
  if (known !== undefined) return known
  const translation = translateExpression(expression)
  if (translation.kind === 'untranslatable') {
    throw new TypeError(`The origin function answers with ${key}, which has no translation: ${translation.why}.`)
  }
  const texts = translation.kind === 'patterns' ? translation.patterns : []
  const patterns = texts.map(parseOriginPattern).filter((pattern): pattern is OriginPattern => !('code' in pattern))
  const { find } = compileMatcher(patterns)
  const matches = translation.kind === 'any' ? () => true : (origin: string) => find(origin) !== NO_MATCH
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, matches)
  return matches
}
