import { DIRECTIVES } from '../directives.ts'
import type { ParsedDirective, ParsedPolicy } from '../parse.ts'
import type { Inline, Profile, ResourceRequest } from '../verdict.ts'
import { directivesOf } from './source-list.ts'

/** CSP3 §6.8.1 step 2, and `fencedframe` of the Fenced Frame specification. Null: not controlled. */
const BY_DESTINATION: ReadonlyMap<string, string | null> = new Map([
  ['', 'connect-src'],
  ['manifest', 'manifest-src'],
  ['object', 'object-src'],
  ['embed', 'object-src'],
  ['frame', 'frame-src'],
  ['iframe', 'frame-src'],
  ['fencedframe', 'fenced-frame-src'],
  ['audio', 'media-src'],
  ['track', 'media-src'],
  ['video', 'media-src'],
  ['font', 'font-src'],
  ['image', 'img-src'],
  ['style', 'style-src-elem'],
  ['script', 'script-src-elem'],
  ['xslt', 'script-src-elem'],
  ['audioworklet', 'script-src-elem'],
  ['paintworklet', 'script-src-elem'],
  ['serviceworker', 'worker-src'],
  ['sharedworker', 'worker-src'],
  ['worker', 'worker-src'],
  ['json', 'connect-src'],
  ['text', 'connect-src'],
  ['webidentity', 'connect-src'],
  ['report', null],
  // By its letter §6.8.1 holds the navigations of a tab to connect-src, its fallback for new destinations. Nobody does that.
  ['document', null],
])

/** Those that Fetch has. */
export const DESTINATIONS: ReadonlySet<string> = new Set(BY_DESTINATION.keys())

const NESTED: ReadonlySet<string> = new Set(['frame', 'iframe', 'fencedframe', 'object', 'embed'])

/** Whether a navigation with this destination loads into the page, and not into a tab of its own. */
export function isNested(destination: string): boolean {
  return NESTED.has(destination)
}

/** The names of the directives that a request is held to, all of them: §6.8.1, and those that no fetch is checked by. */
export function effectiveDirectives({ destination, initiator }: ResourceRequest): readonly string[] {
  const byDestination = BY_DESTINATION.has(destination) ? BY_DESTINATION.get(destination) : 'connect-src' // 3
  const fetched = byDestination === null || byDestination === undefined ? [] : [byDestination]
  const navigated = isNested(destination) ? fetched : []
  switch (initiator) {
    case 'prefetch':
    case 'prerender':
      return ['default-src'] // 1
    case 'base':
      return ['base-uri'] // §6.3.1.1
    case 'form-action':
      return ['form-action', ...navigated] // §6.4.1.1
    case 'navigation':
      return navigated
    default:
      return fetched
  }
}

/** §6.8.2; eval and WebAssembly are reported under `script-src` (§4.4.1, §4.5.1). */
export function inlineDirective(type: Inline['type']): string {
  switch (type) {
    case 'script':
    case 'script speculationrules':
    case 'navigation':
      return 'script-src-elem'
    case 'script attribute':
      return 'script-src-attr'
    case 'style':
      return 'style-src-elem'
    case 'style attribute':
      return 'style-src-attr'
    case 'eval':
    case 'wasm-eval':
      return 'script-src'
  }
}

/**
 * The directive of a policy that executes for an effective directive: itself, or the nearest that it falls back to (§6.8.3, §6.8.4).
 * Undefined where the policy has none of them, and so restricts nothing.
 */
export function governingDirective(
  policy: ParsedPolicy,
  effective: string,
  profile: Profile = 'spec',
): ParsedDirective | undefined {
  const directives = directivesOf(policy, profile)
  const own = directives.get(effective)
  if (own !== undefined) return own
  for (const name of DIRECTIVES.get(effective)?.fallback ?? []) {
    const directive = directives.get(name)
    if (directive !== undefined) return directive
  }
  return undefined
}
