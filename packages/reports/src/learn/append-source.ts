import {
  type AppendedDirectives,
  amendCsp,
  type Directives,
  hostSource,
  isSourceProblem,
  type ParsedPolicy,
  parseSource,
} from '@sallyport/core/csp'
import { type Candidate, candidateOf, messageOf } from './candidate.ts'

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
  readonly candidate: Candidate
  /** The directives that are new or longer, as configurations have them. */
  readonly directives: string
}

/** Adds one source, inheriting as `append` of a configuration does. A text where that cannot be done: what stands in the way. */
export function appendSource(before: Candidate, directive: SourceDirective, source: string): Appended | string {
  const amended = amendCsp(before.csp, { append: appendOf(directive, source) })
  if (amended.findings.length > 0) return messageOf(amended.findings)
  const candidate = candidateOf(amended.csp ?? before.csp)
  const old = new Set(before.texts.flatMap(directivesOf))
  const fresh = candidate.texts.flatMap(directivesOf).filter((each) => !old.has(each))
  return { candidate, directives: fresh.join('; ') }
}

/** One source for one directive, as a change has it. */
export function appendOf(directive: SourceDirective, source: string): AppendedDirectives {
  return { [directive]: [source === OWN ? OWN : hostSource(source)] }
}

const OWN = "'self'"

/** Whether a text is one exact host with its scheme, which can stand in a source list and be nothing else there. */
export function isHostSource(text: string): boolean {
  const parsed = parseSource(text)
  return !isSourceProblem(parsed) && parsed.kind === 'host' && text.includes('://') && !text.includes('*')
}

function directivesOf(text: string): readonly string[] {
  return text.split(';').map((each) => each.trim())
}
