import { createRefusalLog, describeExplanation, type Explanation, type RefusalLog } from '@sallyport/core'

/** What is told of refusals while an app is developed. */
export interface Refusals {
  readonly log: RefusalLog
  /** The body of a refusal, with which it says why; undefined where nobody but the developer may know. */
  textFor(explanation: Explanation): string | undefined
}

/**
 * Explains each distinct refusal once, unless `NODE_ENV` is `production` or `test`: then it is null. Only where `NODE_ENV` is `development`
 * does the client hear of it: many servers run without any, and an explanation tells what the policy lets in.
 */
export function explainRefusals(log: (text: string) => void = warn): Refusals | null {
  const { NODE_ENV } = process.env
  if (NODE_ENV === 'production' || NODE_ENV === 'test') return null
  const answers = NODE_ENV === 'development'
  return Object.freeze({
    log: createRefusalLog(log),
    textFor: (explanation: Explanation) => (answers ? `${describeExplanation(explanation)}\n` : undefined),
  })
}

function warn(text: string): void {
  process.emitWarning(text, 'SallyportRefusal')
}
