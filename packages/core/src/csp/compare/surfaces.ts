import { DIRECTIVES } from '../directives.ts'
import { type Allowance, NOTHING } from './allowance.ts'
import type { Reading, SourceList } from './source-list.ts'

/** What counts beside the list itself. */
export interface AspectFacts {
  /** Whether the page's policies require Trusted Types: `'trusted-types-eval'` is dead otherwise. */
  readonly requiresTrustedTypes: boolean
}

/** One kind of thing that a directive decides of, as what a list lets happen. */
export type Aspect = (reading: Reading, facts: AspectFacts) => Allowance

/** What a policy is asked about in one go: by one directive, or those it falls back to. */
export interface Surface {
  /** The effective directive, as browsers call it in a violation report. */
  readonly name: string
  /** It and what is read in its stead, nearest first. */
  readonly chain: readonly string[]
  readonly aspects: readonly Aspect[]
}

const UNSAFE_INLINE = "'unsafe-inline'"
const STRICT_DYNAMIC = "'strict-dynamic'"

/** URLs alone: CSP3 §6.7.2.5. */
const loads: Aspect = ({ list }) => ({ ...NOTHING, urls: list.urls })

/** §6.7.1.1: a nonce, integrity metadata, and if `'strict-dynamic'` is there, who inserted it instead of where it comes from. */
const loadsScript: Aspect = ({ list }) => ({
  ...NOTHING,
  nonces: list.nonces,
  hashes: list.integrity,
  ...(list.keywords.has(STRICT_DYNAMIC) ? { scripted: true } : { urls: list.urls }),
})

/** §6.1.14.1 and its twins of style-src-elem. */
const loadsStyle: Aspect = ({ list }) => ({ ...NOTHING, nonces: list.nonces, urls: list.urls })

/** A worker is a script only where script-src answers for it; worker-src, child-src and default-src look at its URL (§6.2.2.1). */
const loadsWorker: Aspect = (reading, facts) =>
  reading.directive === 'script-src' ? loadsScript(reading, facts) : loads(reading, facts)

/** §4.2.1's WebTransport by certificate hashes: the keyword alone decides. */
const connectsByHash: Aspect = ({ list }) => ({ ...NOTHING, all: list.keywords.has("'unsafe-webtransport-hashes'") })

/** §6.7.3.2 for scripts, attributes and javascript: */
function allowsAllScripts(list: SourceList): boolean {
  return allowsAllStyles(list) && !list.keywords.has(STRICT_DYNAMIC)
}

/** §6.7.3.2 for styles and their attributes. */
function allowsAllStyles(list: SourceList): boolean {
  return list.keywords.has(UNSAFE_INLINE) && list.nonces.size === 0 && list.hashes.size === 0
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

/** HTML: rules for speculative loading are inline scripts with a keyword of their own. */
const readsSpeculationRules: Aspect = ({ list }) => ({
  ...NOTHING,
  all: allowsAllScripts(list),
  words: only(list, "'inline-speculation-rules'"),
  nonces: list.nonces,
  hashes: list.hashes,
})

const appliesInlineStyle: Aspect = ({ list }) => ({
  ...NOTHING,
  all: allowsAllStyles(list),
  nonces: list.nonces,
  hashes: list.hashes,
})

const appliesStyleAttribute: Aspect = ({ list }) => ({
  ...NOTHING,
  ...hashesOfAttributes(list),
  all: allowsAllStyles(list),
})

/** §4.4.1 */
const evaluates: Aspect = ({ list }, { requiresTrustedTypes }) => ({
  ...NOTHING,
  all: list.keywords.has("'unsafe-eval'"),
  words: requiresTrustedTypes ? only(list, "'trusted-types-eval'") : NOTHING.words,
})

/** §4.5.1 */
const compilesWasm: Aspect = ({ list }) => ({
  ...NOTHING,
  all: list.keywords.has("'unsafe-eval'") || list.keywords.has("'wasm-unsafe-eval'"),
})

function only(list: SourceList, keyword: string): ReadonlySet<string> {
  return list.keywords.has(keyword) ? new Set([keyword]) : NOTHING.words
}

function surface(name: string, ...aspects: readonly Aspect[]): Surface {
  return { name, chain: [name, ...(DIRECTIVES.get(name)?.fallback ?? [])], aspects }
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
  // What is fetched ahead, by default-src alone (§6.7.2.2).
  surface('default-src', loads),
  surface('base-uri', loads),
  surface('form-action', loads),
  surface('frame-ancestors', loads),
]
