import { printable } from '@sallyport/core'
import {
  type AmendedCsp,
  amendCsp,
  type CompiledCsp,
  compileCsp,
  DIRECTIVES,
  type Directives,
  hostSource,
  isSourceProblem,
  type ParsedPolicy,
  parseCsp,
  parseSource,
} from '@sallyport/core/csp'
import { textsOf, toConfigText } from './policy-text.ts'

/** The directives that an exact source may be added to. */
export type SourceDirective = Extract<
  keyof Directives,
  | 'script-src'
  | 'script-src-elem'
  | 'style-src'
  | 'style-src-elem'
  | 'img-src'
  | 'font-src'
  | 'media-src'
  | 'connect-src'
  | 'frame-src'
  | 'child-src'
  | 'fenced-frame-src'
  | 'worker-src'
  | 'manifest-src'
  | 'object-src'
  | 'base-uri'
  | 'form-action'
  | 'frame-ancestors'
>

/** By effective directive: where a source is written for it, the narrowest first. */
const HOMES: ReadonlyMap<string, readonly [SourceDirective, ...SourceDirective[]]> = new Map([
  // The last one is set where the policy has none: a script-src-elem of its own would be forgotten when script-src changes.
  ['script-src-elem', ['script-src-elem', 'script-src']],
  ['style-src-elem', ['style-src-elem', 'style-src']],
  ['img-src', ['img-src']],
  ['font-src', ['font-src']],
  ['media-src', ['media-src']],
  ['connect-src', ['connect-src']],
  ['frame-src', ['frame-src']],
  ['fenced-frame-src', ['fenced-frame-src']],
  ['worker-src', ['worker-src']],
  ['manifest-src', ['manifest-src']],
  ['object-src', ['object-src']],
  ['base-uri', ['base-uri']],
  ['form-action', ['form-action']],
  ['frame-ancestors', ['frame-ancestors']],
])

/** Where in a policy a source for an effective directive is to be written. Undefined where that would admit too much: `default-src` for a hint. */
export function homeOf(policy: ParsedPolicy, effective: string): SourceDirective | undefined {
  const homes = HOMES.get(effective) ?? []
  return homes.find((home) => policy.directives.some(({ name }) => name === home)) ?? homes.at(-1)
}

export interface Appended {
  /** The policy before and after, as configurations have it. */
  readonly before: string
  readonly after: string
  /** The directives that are new or longer. */
  readonly directives: string
}

/**
 * Adds one source to one policy, inheriting as `append` of a configuration does. A text where that cannot be done, with what stands in the way.
 * Directives that this version does not know are left out.
 */
export function appendSource(policyText: string, directive: SourceDirective, source: string): Appended | string {
  const before = knownPart(policyText)
  const compiled = compileText(before)
  if (typeof compiled === 'string') return compiled
  const amended = appendTo(compiled, directive, source)
  const [after = ''] = textsOf(amended.csp ?? compiled)
  if (amended.findings.length > 0) return messageOf(amended.findings)
  const old = new Set(directivesOf(before))
  return {
    before,
    after,
    directives: directivesOf(after)
      .filter((each) => !old.has(each))
      .join('; '),
  }
}

export function appendTo(csp: CompiledCsp, directive: SourceDirective, source: string): AmendedCsp {
  if (source === "'self'") return amendCsp(csp, { append: { [directive]: ["'self'"] } })
  return amendCsp(csp, { append: { [directive]: [hostSource(source)] } })
}

/** Whether a text is one exact host with its scheme, which can stand in a source list and be nothing else there. */
export function isHostSource(text: string): boolean {
  const parsed = parseSource(text)
  return !isSourceProblem(parsed) && parsed.kind === 'host' && text.includes('://') && !text.includes('*')
}

function compileText(text: string): CompiledCsp | string {
  const findings: Parameters<typeof compileCsp>[1]['findings'] = []
  const compiled = compileCsp([text], { path: 'policy', findings })
  return compiled ?? messageOf(findings.filter(({ severity }) => severity === 'error'))
}

function messageOf(findings: readonly { readonly message: string }[]): string {
  return printable(findings.map(({ message }) => message).join(' '), 400)
}

function knownPart(text: string): string {
  const [policy] = parseCsp(toConfigText(text), { delivery: 'meta' })
  return (policy?.directives ?? [])
    .filter(({ name, ignored }) => ignored !== 'duplicate' && DIRECTIVES.get(name)?.status === 'current')
    .map(({ name, values }) => [name, ...values.map((value) => value.text)].join(' '))
    .join('; ')
}

function directivesOf(text: string): readonly string[] {
  return text.split(';').map((each) => each.trim())
}
