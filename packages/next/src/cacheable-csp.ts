import type { CompiledCsp, HeaderPair } from '@sallyport/core'
import {
  type DirectiveText,
  hasSlot,
  joinHeader,
  nameOf,
  type PolicyText,
  splitHeader,
  wordsOf,
} from './policy-text.ts'

/** The part of a nonce policy that a page which is not rendered for the request can live with. */
export interface CacheableCsp {
  readonly headers: readonly HeaderPair[]
  /** Names of the directives that were left out. */
  readonly withheld: readonly string[]
}

const made = new WeakMap<CompiledCsp, CacheableCsp>()

/**
 * A nonce policy without what a nonce decides. The html of a prerendered page was made before the request, so its inline scripts
 * (Next.js's own) carry no nonce; neither the nonce form nor the nonce-less one would let them run, and the page would stay dead.
 * What governs scripts or styles through a nonce is therefore left out; all else (`frame-ancestors`, `base-uri`, `object-src`,
 * `connect-src` …) still holds.
 */
export function cacheableCsp(csp: CompiledCsp): CacheableCsp {
  const known = made.get(csp)
  if (known !== undefined) return known
  const withheld = new Set<string>()
  const headers: HeaderPair[] = []
  for (const header of csp.headers) {
    const policies = splitHeader(header)
      .map((policy) => withoutNonce(policy, withheld))
      .filter(restrictsAnything)
    if (policies.length > 0) headers.push([header.name, joinHeader(header.name, policies).nonceless])
  }
  const result: CacheableCsp = { headers, withheld: [...withheld] }
  made.set(csp, result)
  return result
}

interface Family {
  readonly base: string
  /** What a browser reads for `<script>` or `<style>` elements, the only ones a nonce reaches. */
  readonly elements: readonly string[]
}
const FAMILIES: readonly Family[] = [
  { base: 'script-src', elements: ['script-src-elem', 'script-src'] },
  { base: 'style-src', elements: ['style-src-elem', 'style-src'] },
]

// What else falls back to default-src (CSP3 §6.8.3). Not worker-src: it asks script-src first, so it goes where that goes.
const OTHERS: readonly string[] = ['connect-src', 'font-src', 'img-src', 'manifest-src', 'media-src', 'object-src']

function withoutNonce(policy: PolicyText, withheld: Set<string>): PolicyText {
  const find = (name: string) => policy.find((directive) => nameOf(directive) === name)
  const fallback = find('default-src')
  const left = FAMILIES.filter(
    ({ base, elements }) =>
      elements.some((name) => hasSlot(find(name))) || (hasSlot(fallback) && find(base) === undefined),
  )
  if (left.length === 0) return policy
  for (const { base } of left) withheld.add(base)
  const dropped = new Set(left.flatMap(({ elements }) => elements))
  const kept = policy.filter((directive) => !dropped.has(nameOf(directive)))
  if (fallback === undefined) return kept
  // default-src would now stand in for what was left out, so it is spelled out for everything else.
  return kept.flatMap((directive) => (directive === fallback ? spellOut(fallback, policy, left) : [directive]))
}

function spellOut(fallback: DirectiveText, policy: PolicyText, left: readonly Family[]): readonly DirectiveText[] {
  const has = (name: string) => policy.some((directive) => nameOf(directive) === name)
  const fetched = wordsOf(fallback).filter(isAddress)
  const plain = fetched.length > 0 ? fetched : ["'none'"]
  const frames = has('child-src') ? [] : ['frame-src']
  return [
    ...FAMILIES.filter((family) => !left.includes(family) && !has(family.base)).map(
      ({ base }): DirectiveText => [base, ...wordsOf(fallback)],
    ),
    ...[...OTHERS, ...frames].filter((name) => !has(name)).map((name): DirectiveText => [name, ...plain]),
  ]
}

/** Schemes, hosts, `'self'` and `*`: the sources that mean something for other things than scripts and styles. */
function isAddress(word: string): boolean {
  return word === "'self'" || !word.startsWith("'")
}

function restrictsAnything(policy: PolicyText): boolean {
  return policy.some((directive) => !nameOf(directive).startsWith('report-'))
}
