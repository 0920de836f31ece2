import type { CompiledCsp, CspHeader, HeaderPair } from '@sallyport/core'
import type { PageSources } from './build-manifest.ts'
import {
  type DirectiveText,
  hasSlot,
  joinHeader,
  NONCE_WORD,
  nameOf,
  type PolicyText,
  splitHeader,
  wordsOf,
} from './policy-text.ts'

const sealed = new WeakMap<CompiledCsp, WeakMap<PageSources, readonly HeaderPair[]>>()
const widened = new WeakMap<CompiledCsp, WeakMap<PageSources, CompiledCsp>>()

/**
 * The headers of a page that is kept: the policy with the page's own hashes in the place of the nonce, and what goes with it
 * (`X-Frame-Options`).
 */
export function sealedCsp(csp: CompiledCsp, sources: PageSources): readonly HeaderPair[] {
  return remembered(sealed, csp, sources, () => [
    ...csp.headers.map((header): HeaderPair => [header.name, sealedValue(header, sources)]),
    ...(csp.others ?? []),
  ])
}

/**
 * The policy of a page rendered per request that also holds a part made earlier, or may be replaced by a page made earlier: the nonce
 * stays, and the hashes of that part are added.
 */
export function nonceCsp(csp: CompiledCsp, sources: PageSources): CompiledCsp {
  if (!csp.hasNonce || (sources.scripts.length === 0 && sources.styles.length === 0)) return csp
  return remembered(widened, csp, sources, () => {
    const headers = csp.headers.map((header): CspHeader => {
      const { name, chunks } = joinHeader(header.name, replaceSlots(header, sources, withNonce))
      return { name, chunks, nonceless: sealedValue(header, sources) }
    })
    const nonceless: readonly HeaderPair[] = headers.map((header): HeaderPair => [header.name, header.nonceless])
    return { ...csp, headers, nonceless: [...nonceless, ...(csp.others ?? [])] }
  })
}

function sealedValue(header: CspHeader, sources: PageSources): string {
  return joinHeader(header.name, replaceSlots(header, sources, withoutNonce)).nonceless
}

type ReplaceSlot = (words: readonly string[], sources: readonly string[]) => readonly string[]

function withNonce(words: readonly string[], sources: readonly string[]): readonly string[] {
  const added = sources.filter((source) => !words.includes(source))
  return words.flatMap((word) => (word === NONCE_WORD ? [word, ...added] : [word]))
}

/** Without `'unsafe-inline'`, as in the core's nonce-less form: where no hash takes the nonce's place, browsers would heed it. */
function withoutNonce(words: readonly string[], sources: readonly string[]): readonly string[] {
  const added = sources.filter((source) => !words.includes(source))
  const kept = words.flatMap((word) => (word === NONCE_WORD ? added : word === "'unsafe-inline'" ? [] : [word]))
  return kept.length > 0 ? kept : ["'none'"]
}

function replaceSlots(header: CspHeader, sources: PageSources, replace: ReplaceSlot): readonly PolicyText[] {
  return splitHeader(header).map((policy) =>
    policy.map((directive): DirectiveText => {
      if (!hasSlot(directive)) return directive
      return [nameOf(directive), ...replace(wordsOf(directive), sourcesFor(nameOf(directive), policy, sources))]
    }),
  )
}

const SCRIPTS: readonly string[] = ['script-src-elem', 'script-src']
const STYLES: readonly string[] = ['style-src-elem', 'style-src']

function sourcesFor(name: string, policy: PolicyText, { scripts, styles }: PageSources): readonly string[] {
  if (SCRIPTS.includes(name)) return scripts
  if (STYLES.includes(name)) return styles
  // default-src stands in for those that are not there (CSP3 §6.8.3).
  const lacks = (names: readonly string[]) => !policy.some((directive) => names.includes(nameOf(directive)))
  return [...(lacks(SCRIPTS) ? scripts : []), ...(lacks(STYLES) ? styles : [])]
}

/** The sources of a page are one object as long as the build is the same, so most policies are made once. */
function remembered<Made>(
  memory: WeakMap<CompiledCsp, WeakMap<PageSources, Made>>,
  csp: CompiledCsp,
  sources: PageSources,
  make: () => Made,
): Made {
  let bySources = memory.get(csp)
  if (bySources === undefined) {
    bySources = new WeakMap()
    memory.set(csp, bySources)
  }
  let result = bySources.get(sources)
  if (result === undefined) {
    result = make()
    bySources.set(sources, result)
  }
  return result
}
