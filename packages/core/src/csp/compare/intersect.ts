import { heededDirectives } from '../parse.ts'
import { readPolicies } from '../policy-input.ts'
import { listInputs, type PolicyListInput } from './policy-list.ts'
import { writePolicy } from './policy-text.ts'

/**
 * The policies that together allow exactly what `one` and `other` both allow, as the value of one header: every enforced policy of the two,
 * once. What only a report-only policy, or a directive that browsers ignore, says is not in it. `''` when nothing is restricted.
 * Never throws; the text cannot hold a line break, whatever the input.
 */
export function intersect(one: PolicyListInput, other: PolicyListInput): string {
  const texts = [one, other].flatMap((list) =>
    readPolicies(listInputs(list))
      .filter(({ disposition }) => disposition === 'enforce')
      .map((policy) =>
        writePolicy(
          [...heededDirectives(policy).values()].map(({ name, values }) => ({
            name,
            words: values.map(({ text }) => text),
          })),
        ),
      ),
  )
  return [...new Set(texts)].filter((text) => text !== '').join(', ')
}
