import { DIRECTIVES } from '../directives.ts'
import { differs } from '../match/differences.ts'
import { HINTED, STRICTLY_HINTING } from '../match/resource-hint.ts'
import type { ParsedDirective } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { type Allowance, NOTHING } from './allowance.ts'
import type { Reading, ReadPolicy, SourceList, UrlSource } from './source-list.ts'

/** What counts beside the list itself. */
export interface AspectFacts {
  readonly profile: Profile
  /** Whether the page's policies require Trusted Types: `'trusted-types-eval'` is dead otherwise. */
  readonly requiresTrustedTypes: boolean
}

/** One kind of thing that a directive decides of, as what a list lets happen. */
export type Aspect = (reading: Reading, facts: AspectFacts) => Allowance

/** What a policy is asked about in one go: by one directive, or those it falls back to. */
export interface Surface {
  /** The effective directive, as browsers call it in a violation report. */
  readonly name: string
  /** The directives of a policy that speak of it. None where it restricts nothing. */
  readonly directives: (policy: ReadPolicy) => readonly ParsedDirective[]
  /** What a policy lets happen, always in the same order. Undefined where it restricts nothing. */
  readonly allowances: (policy: ReadPolicy, facts: AspectFacts) => readonly Allowance[] | undefined
}

const UNSAFE_INLINE = "'unsafe-inline'"
const STRICT_DYNAMIC = "'strict-dynamic'"

/** URLs alone: CSP3 §6.7.2.5. */
const loads: Aspect = (reading, { profile }) => ({ ...NOTHING, urls: urlsOf(reading, profile) })

/** §6.7.1.1: a nonce, integrity metadata, and if `'strict-dynamic'` is there, who inserted it instead of where it comes from. */
const loadsScript: Aspect = ({ list }) => ({
  ...NOTHING,
  nonces: list.nonces,
  hashes: list.integrity,
  ...(list.keywords.has(STRICT_DYNAMIC) ? { scripted: true } : { urls: list.urls }),
})

/** §6.1.14.1 and its twins of style-src-elem. */
const loadsStyle: Aspect = ({ list }) => ({ ...NOTHING, nonces: list.nonces, urls: list.urls })

/**
 * A worker is a script only where script-src answers for it; worker-src, child-src and default-src look at its URL (§6.2.2.1). It is made by a
 * script, and has neither a nonce nor integrity metadata, so that `'strict-dynamic'` lets in every one.
 */
const loadsWorker: Aspect = (reading, facts) => {
  const isScript = reading.directive === 'script-src' || differs(facts.profile, 'workers-are-scripts')
  return isScript && reading.list.keywords.has(STRICT_DYNAMIC) ? { ...NOTHING, all: true } : loads(reading, facts)
}

/** §6.1.2.1 step 4, WebTransport by the hashes of certificates: the keyword alone decides. */
const connectsByHash: Aspect = ({ list }) => ({ ...NOTHING, all: list.keywords.has("'unsafe-webtransport-hashes'") })

/** §6.7.3.2 step 2.1, and 2.3 for a keyword. */
function allowsAll(list: SourceList, keyword = UNSAFE_INLINE): boolean {
  return list.keywords.has(keyword) && list.nonces.size === 0 && list.hashes.size === 0
}

/** §6.7.3.2 for scripts, attributes and javascript: */
function allowsAllScripts(list: SourceList, keyword = UNSAFE_INLINE): boolean {
  return allowsAll(list, keyword) && !list.keywords.has(STRICT_DYNAMIC)
}

/** §6.7.3.2 for styles and their attributes. */
function allowsAllStyles({ directive, list }: Reading, { profile }: AspectFacts): boolean {
  const isBarred = directive === 'default-src' && differs(profile, 'strict-dynamic-bars-styles')
  return isBarred ? allowsAllScripts(list) : allowsAll(list)
}

/** §6.7.3.3 step 5: attributes and javascript: have hashes only with `'unsafe-hashes'`, and never a nonce. */
function hashesOfAttributes(list: SourceList): Pick<Allowance, 'hashes'> {
  return { hashes: list.keywords.has("'unsafe-hashes'") ? list.hashes : NOTHING.hashes }
}

const runsInlineScript: Aspect = ({ list }) => ({
  ...NOTHING,
  all: allowsAllScripts(list),
  nonces: list.nonces,
  hashes: list.hashes,
  scripted: list.keywords.has(STRICT_DYNAMIC),
})

const runsScriptAttribute: Aspect = ({ list }) => ({
  ...NOTHING,
  ...hashesOfAttributes(list),
  all: allowsAllScripts(list),
})

/** HTML §7.6.1: rules for speculative loading are inline scripts with a keyword of their own, which dies as `'unsafe-inline'` does. */
const readsSpeculationRules: Aspect = ({ list }) => ({
  ...NOTHING,
  all: allowsAllScripts(list, "'inline-speculation-rules'") || allowsAllScripts(list),
  nonces: list.nonces,
  hashes: list.hashes,
})

const appliesInlineStyle: Aspect = (reading, facts) => ({
  ...NOTHING,
  all: allowsAllStyles(reading, facts),
  nonces: reading.list.nonces,
  hashes: reading.list.hashes,
})

const appliesStyleAttribute: Aspect = (reading, facts) => ({
  ...NOTHING,
  ...hashesOfAttributes(reading.list),
  all: allowsAllStyles(reading, facts),
})

/** §4.4.1 */
const evaluates: Aspect = ({ list }, { requiresTrustedTypes }) => ({
  ...NOTHING,
  all: list.keywords.has("'unsafe-eval'"),
  words: requiresTrustedTypes ? only(list, "'trusted-types-eval'") : NOTHING.words,
})

/** §4.5.1 */
const compilesWasm: Aspect = ({ list }, { profile }) => ({
  ...NOTHING,
  all:
    differs(profile, 'wasm-unrestricted') ||
    list.keywords.has("'unsafe-eval'") ||
    list.keywords.has("'wasm-unsafe-eval'"),
})

function only(list: SourceList, keyword: string): ReadonlySet<string> {
  return list.keywords.has(keyword) ? new Set([keyword]) : NOTHING.words
}

const DATA: UrlSource = { kind: 'scheme', scheme: 'data' }
const BLOB: UrlSource = { kind: 'scheme', scheme: 'blob' }

/** With what WebKit's `*` admits in two directives, by their own names. */
function urlsOf({ directive, list }: Reading, profile: Profile): readonly UrlSource[] {
  if (!differs(profile, 'star-covers-data-media') || !list.urls.some(({ kind }) => kind === 'any')) return list.urls
  if (directive === 'img-src') return [...list.urls, DATA]
  return directive === 'media-src' ? [...list.urls, DATA, BLOB] : list.urls
}

function hintingOf({ profile }: ReadPolicy): readonly string[] {
  return differs(profile, 'hints-by-default-src-alone') ? ['default-src'] : ['default-src', ...HINTED]
}

/** §6.7.2.2, as the matcher has it: where there is a default-src, any directive for what is fetched may admit what is fetched ahead. */
const HINTS: Surface = {
  name: 'default-src',
  directives: (policy) =>
    policy.directive('default-src') === undefined
      ? []
      : hintingOf(policy).flatMap((name) => policy.directive(name) ?? []),
  allowances: (policy, { profile }) => {
    if (policy.directive('default-src') === undefined) return undefined
    const urls = hintingOf(policy).flatMap((name) => {
      const reading = policy.reading([name])
      return reading === undefined ? [] : urlsOf(reading, profile)
    })
    const isStrict = STRICTLY_HINTING.some((name) => policy.reading(chainOf(name))?.list.keywords.has(STRICT_DYNAMIC))
    return [{ ...NOTHING, all: isStrict && differs(profile, 'strict-dynamic-admits-hints'), urls }]
  },
}

function chainOf(name: string): readonly string[] {
  return [name, ...(DIRECTIVES.get(name)?.fallback ?? [])]
}

function surface(name: string, ...aspects: readonly Aspect[]): Surface {
  const chain = chainOf(name)
  return {
    name,
    directives: (policy) => {
      for (const each of chain) {
        const directive = policy.directive(each)
        if (directive !== undefined) return [directive]
      }
      return []
    },
    allowances: (policy, facts) => {
      const reading = policy.reading(chain)
      return reading && aspects.map((aspect) => aspect(reading, facts))
    },
  }
}

/**
 * All that source lists decide, each thing once: `child-src` and `style-src` decide nothing that has no narrower name, and `script-src`
 * by itself only of eval and WebAssembly.
 */
export const SURFACES: readonly Surface[] = [
  surface('script-src', evaluates, compilesWasm),
  surface('script-src-elem', loadsScript, runsInlineScript, runsScriptAttribute, readsSpeculationRules),
  surface('script-src-attr', runsScriptAttribute),
  surface('style-src-elem', loadsStyle, appliesInlineStyle),
  surface('style-src-attr', appliesStyleAttribute),
  surface('worker-src', loadsWorker),
  surface('connect-src', loads, connectsByHash),
  surface('frame-src', loads),
  surface('fenced-frame-src', loads),
  surface('object-src', loads),
  surface('img-src', loads),
  surface('font-src', loads),
  surface('media-src', loads),
  surface('manifest-src', loads),
  HINTS,
  surface('base-uri', loads),
  surface('form-action', loads),
  surface('frame-ancestors', loads),
]
