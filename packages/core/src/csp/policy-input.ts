import { checkPolicyList } from './caller-checks.ts'
import { type Delivery, type ParsedPolicy, parseCsp } from './parse.ts'

/** What a page's policies are told as: a header's value with how it came, or what `parseCsp` made of it. */
export type PolicyInput = ({ readonly header: string } & Delivery) | ParsedPolicy

/** All policies of a response in order, those without a directive left out (CSP3 §2.2.2). @throws {TypeError} for anything but policies. */
export function readPolicies(inputs: readonly PolicyInput[]): readonly ParsedPolicy[] {
  checkPolicyList(inputs)
  return inputs
    .flatMap((input) => ('header' in input ? parseCsp(input.header, input) : [input]))
    .filter(({ directives }) => directives.length > 0)
}
