import { ConfigError, type CspSetting, type Finding, isPolicy, type Policy, printable } from '@sallyport/core'
import {
  type CompiledCsp,
  type CspChange,
  type CspConfig,
  compileCsp,
  DIRECTIVES,
  type ParsedPolicy,
  parseCsp,
} from '@sallyport/core/csp'
import { readPolicyText, textsOf, toConfigText } from './policy-forms.ts'

/** A policy that is tried: a configuration, the text of one with `'nonce'` for nonces, several of them, or a compiled configuration, of which no route is looked at. */
export type CandidatePolicy = CspConfig | readonly CspConfig[] | Policy

/** Policies in the forms that are asked for. All are taken as enforced, those that only report too. */
export interface Candidate {
  readonly csp: CompiledCsp
  /** As configurations have them. */
  readonly texts: readonly string[]
  readonly policies: readonly ParsedPolicy[]
  /** As they may be sent: with a nonce, and without where a response uses none. */
  readonly served: readonly string[]
}

/** @throws {ConfigError} with all problems, for what is no policy. */
export function readCandidate(policy: CandidatePolicy): Candidate {
  const findings: Finding[] = []
  const configs = listOf(policy)
  const compiled = configs.length === 0 ? NOTHING : compileCsp(configs, { path: 'policy', findings })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new ConfigError(errors)
  return candidateOf(compiled ?? NOTHING)
}

/** Of one policy that was served: what this version does not know is left out. A text that says what is wrong where it cannot be read. */
export function readServed(text: string): Candidate | string {
  const findings: Finding[] = []
  const compiled = compileCsp([knownPart(text)], { path: 'policy', findings })
  return compiled === null ? messageOf(findings) : candidateOf(compiled)
}

export function candidateOf(csp: CompiledCsp): Candidate {
  const texts = textsOf(csp)
  const policies = texts.flatMap((text) => readPolicyText(text) ?? [])
  const nonceless = csp.headers.flatMap((header) => parseCsp(header.nonceless).map(({ text }) => text.trim()))
  return { csp, texts, policies, served: [...texts, ...nonceless] }
}

/** Errors in one line. */
export function messageOf(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error')
  return printable(errors.map(({ message }) => message).join(' '), 400)
}

const NOTHING: CompiledCsp = { headers: [], hasNonce: false, nonceless: [] }

function listOf(policy: CandidatePolicy): readonly (CspConfig | CspChange)[] {
  // As it was written: what was compiled carries the addresses of reports, and parts a policy for their sake.
  const setting: CspSetting = isCompiled(policy) ? (policy.toJSON().csp ?? false) : policy
  if (setting === false) return []
  const all = isList(setting) ? setting : [setting]
  return all.map((one) => (typeof one === 'string' ? toConfigText(one) : one))
}

function isCompiled(policy: CandidatePolicy): policy is Policy {
  return typeof policy === 'object' && isPolicy(policy)
}

// Array.isArray does not narrow a readonly array.
function isList(setting: CspSetting): setting is readonly (CspConfig | CspChange)[] {
  return Array.isArray(setting)
}

function knownPart(text: string): string {
  const [policy] = parseCsp(toConfigText(text), { delivery: 'meta' })
  return (policy?.directives ?? [])
    .filter(({ name, ignored }) => ignored !== 'duplicate' && DIRECTIVES.get(name)?.status === 'current')
    .map(({ name, values }) => [name, ...values.map((value) => value.text)].join(' '))
    .join('; ')
}
