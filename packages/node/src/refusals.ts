import {
  createRefusalLog,
  type Decision,
  describeExplanation,
  explain,
  type Policy,
  type RequestView,
} from '@sallyport/core'

/** What is told of refusals while an app is developed. */
export interface Refusals {
  note(policy: Policy, view: RequestView, decision: Decision): void
  /** The body with which a refusal says why; undefined where nobody but the developer may know. */
  textFor(policy: Policy, view: RequestView, decision: Decision): string | undefined
}

// Many servers run without NODE_ENV, and there anybody can make up refusals.
const MOST_BY_DEFAULT = 20

/**
 * Explains each distinct refusal once, unless `NODE_ENV` is `production` or `test`: then it is null. Only where `NODE_ENV` is `development`
 * does the client hear of it, since an explanation tells what the policy lets in; elsewhere the log falls silent soon.
 */
export function explainRefusals(log: (text: string) => void = warn): Refusals | null {
  const { NODE_ENV } = process.env
  if (NODE_ENV === 'production' || NODE_ENV === 'test') return null
  const answers = NODE_ENV === 'development'
  const { note } = createRefusalLog(log, answers ? {} : { most: MOST_BY_DEFAULT })
  return Object.freeze({
    note,
    textFor: (policy: Policy, view: RequestView, decision: Decision) =>
      answers && decision.kind === 'answer' && decision.status === 403
        ? `${describeExplanation(explain(policy, view, decision))}\n`
        : undefined,
  })
}

function warn(text: string): void {
  process.emitWarning(text, 'SallyportRefusal')
}
