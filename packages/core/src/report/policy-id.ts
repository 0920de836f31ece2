import { parseCsp } from '../csp/parse.ts'
import { fnv1a64 } from './fnv.ts'

/** In the place of a nonce, which is another for every response. */
export const ANY_NONCE = "'nonce-*'"

/**
 * One policy as it is compared and stored: names in lower case, single spaces, nonces blanked, without `report-uri` and `report-to`. The texts that the engines
 * send as `originalPolicy` and the one that was served come out alike: Firefox makes the address in `report-uri` absolute, WebKit leaves a space in front.
 * Never throws on any text.
 */
export function normalizePolicy(text: string): string {
  // As a <meta> has it: what a browser reports is one policy, so that a comma parts nothing.
  const [policy] = parseCsp(text, { delivery: 'meta' })
  const directives = policy?.directives ?? []
  return directives
    .filter(({ name }) => name !== 'report-uri' && name !== 'report-to')
    .map(({ name, values }) => [name, ...values.map((value) => blankNonce(value.text))].join(' '))
    .join('; ')
}

/** The short name of a policy in report addresses and stores: 16 hexadecimal digits, alike for all texts that {@link normalizePolicy} makes one of. */
export function policyId(text: string): string {
  return fnv1a64(normalizePolicy(text))
}

function blankNonce(word: string): string {
  const isNonce = word.slice(0, "'nonce-".length).toLowerCase() === "'nonce-" && word.endsWith("'")
  return isNonce ? ANY_NONCE : word
}
