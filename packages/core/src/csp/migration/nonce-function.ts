import { type Place, report } from '../../validate.ts'
import { parseSourceExpression } from '../source-expression.ts'
import type { SentWord } from './sent.ts'

/** A value of the options that makes a source for each response. */
export type SourceFunction = (...given: readonly unknown[]) => unknown

export function isSourceFunction(value: unknown): value is SourceFunction {
  return typeof value === 'function'
}

const FIX = 'Write NONCE for a nonce; give routes that differ a csp of their own.'

/**
 * What a function gives, if that is a nonce: then it is another one each time. It is called twice, with stand-ins for request and
 * response that have whatever it reads of them. Undefined for everything else, which is reported.
 */
export function readSourceFunction(give: SourceFunction, library: string, place: Place): SentWord | undefined {
  const first = ask(give, 'first')
  const second = ask(give, 'second')
  if (!isNonce(first) || !isNonce(second)) {
    const isSeveral = typeof first === 'string' && first.trim().includes(' ')
    const message = isSeveral
      ? `The function gives several sources at once, and ${library} lets it: whatever gets into its text gets into the policy.`
      : 'What the function gives is not known before a request is there.'
    report(place, 'untranslatable-option', give, message, { fix: FIX })
    return undefined
  }
  return first === second ? { text: first, place } : drawnNonce(place)
}

/** Stands in a list of the options for a nonce that a library around them draws. */
export const DRAWN_NONCE: unique symbol = Symbol('nonce')

/** A nonce that is another one in each response. */
export function drawnNonce(place: Place): SentWord {
  const message = 'Each response has one nonce for scripts and styles from now on, drawn when the app reads it.'
  report(place, 'behaviour-differs', undefined, message, {
    severity: 'info',
    fix: "Put the adapter's nonce into the pages, and remove the code that made the old one.",
  })
  return { text: "'nonce-drawn'", place, isDrawn: true }
}

function isNonce(answer: unknown): answer is string {
  return typeof answer === 'string' && parseSourceExpression(answer).kind === 'nonce'
}

function ask(give: SourceFunction, mark: string): unknown {
  try {
    const standIn = makeStandIn(mark)
    return give(standIn, standIn)
  } catch {
    return undefined
  }
}

const MOST_READS = 1000

/** Every property of it, and all it gives when called, is the stand-in again; as a text it is the mark. */
function makeStandIn(mark: string): object {
  let reads = 0
  const standIn: object = new Proxy(() => undefined, {
    get: (_target, key) => {
      // Nothing of it ends: not a list that is walked through, nor a chain that is followed.
      reads += 1
      if (reads > MOST_READS) throw new RangeError('The function reads on and on.')
      if (key === Symbol.toPrimitive || key === 'toString') return () => mark
      return key === Symbol.iterator || key === 'then' ? undefined : standIn
    },
    apply: () => standIn,
    set: () => true,
  })
  return standIn
}
