import type { CompiledCsp } from '@sallyport/core'
import { type BlockedItem, type BlockedKind, sealHtml } from '@sallyport/html'
import type { PageSources } from './build-manifest.ts'
import { hashNextStyles } from './next-styles.ts'
import { type DirectiveText, hasSlot, nameOf, type PolicyText, splitHeader, wordsOf } from './policy-text.ts'
import { hashInstructions } from './react-instructions.ts'

export interface SealTextOptions {
  /** What the page was rendered with. */
  readonly nonce: string
  readonly integrityOf: (src: string) => string | undefined
}

/** A page that can be kept. */
export interface SealedText {
  /** Without the nonce, and with the integrity of the build's files. */
  readonly html: string
  readonly sources: PageSources
  /** What in the page the policy blocks, though it may be the page's own. */
  readonly blocked: readonly string[]
  /** Whether scripts are among it. */
  readonly breaks: boolean
}

const NO_SOURCES: PageSources = Object.freeze({ scripts: Object.freeze([]), styles: Object.freeze([]) })

/** Makes a rendered page one that its policy fits. Where nothing in the policy depends on a nonce, only the page's nonce is taken out. */
export async function sealText(html: string, csp: CompiledCsp | null, options: SealTextOptions): Promise<SealedText> {
  if (csp === null || !csp.hasNonce) {
    const { html: text } = await sealHtml(html, { nonce: options.nonce, integrityOf: () => undefined })
    return { html: text, sources: NO_SOURCES, blocked: [], breaks: false }
  }
  const { enforced, admits } = readPolicies(csp)
  const known = await hashInstructions(html)
  const knownStyles = await hashNextStyles(html)
  const sealed = await sealHtml(html, { ...options, admitted: [...admits, ...known, ...knownStyles] })
  const blocked = sealed.blocked.filter(({ kind }) =>
    enforced.some((policy) => hasSlot(deciding(policy, CHAINS[kind]))),
  )
  return {
    html: sealed.html,
    sources: { scripts: [...sealed.scripts, ...known], styles: [...sealed.styles, ...knownStyles] },
    blocked: [...blocked.map(describeBlocked), ...styleSheets(html, enforced)],
    // A preload that is blocked is fetched later, by whatever needs it.
    breaks: blocked.some(
      ({ kind }) => kind !== 'preload' && CHAINS[kind] !== STYLES && CHAINS[kind] !== STYLE_ATTRIBUTES,
    ),
  }
}

/** What pages are asked about a policy. Most of a build's pages have the same. */
interface ReadPolicies {
  readonly enforced: readonly PolicyText[]
  /** What all of them have anyway, those that are only reported included. */
  readonly admits: readonly string[]
}

const read = new WeakMap<CompiledCsp, ReadPolicies>()

function readPolicies(csp: CompiledCsp): ReadPolicies {
  const done = read.get(csp)
  if (done !== undefined) return done
  const policies = csp.headers.map((header) => ({ texts: splitHeader(header), name: header.name }))
  const enforced = policies.filter(({ name }) => name === 'content-security-policy')
  const found = {
    enforced: enforced.flatMap(({ texts }) => texts),
    admits: admittedByAll(policies.flatMap(({ texts }) => texts)),
  }
  read.set(csp, found)
  return found
}

/** Which directive decides, first to last (CSP3 §6.8.3). */
const SCRIPTS: readonly string[] = ['script-src-elem', 'script-src', 'default-src']
const STYLES: readonly string[] = ['style-src-elem', 'style-src', 'default-src']
const STYLE_ATTRIBUTES: readonly string[] = ['style-src-attr', 'style-src', 'default-src']
const CHAINS: Readonly<Record<BlockedKind, readonly string[]>> = {
  script: SCRIPTS,
  'external script': SCRIPTS,
  preload: SCRIPTS,
  navigation: SCRIPTS,
  'script attribute': ['script-src-attr', 'script-src', 'default-src'],
  style: STYLES,
  'style attribute': STYLE_ATTRIBUTES,
}

function deciding(policy: PolicyText, chain: readonly string[]): DirectiveText | undefined {
  return chain
    .map((name) => policy.find((directive) => nameOf(directive) === name))
    .find((directive) => directive !== undefined)
}

/** The sources that every list with a nonce has anyway, of those for scripts and of those for styles: what they admit needs no hash of the page. */
function admittedByAll(policies: readonly PolicyText[]): readonly string[] {
  return [SCRIPTS, STYLES].flatMap((chain) => {
    const lists = policies.flatMap((policy) => {
      const directive = deciding(policy, chain)
      return directive !== undefined && hasSlot(directive) ? [wordsOf(directive)] : []
    })
    const [first = [], ...others] = lists
    return first.filter((word) => word.startsWith("'") && others.every((list) => list.includes(word)))
  })
}

/** Next.js puts the nonce on its style sheets too, but a hash admits no style sheet file (CSP3 §6.7.3.3): only an address does. */
function styleSheets(html: string, enforced: readonly PolicyText[]): readonly string[] {
  const at = html.indexOf('rel="stylesheet"')
  if (at === -1) return []
  const lists = enforced.map((policy) => deciding(policy, STYLES)).filter((directive) => hasSlot(directive))
  const isAdmitted = lists.every((directive = ['']) => wordsOf(directive).some(isAddress))
  if (isAdmitted) return []
  const before = html.slice(0, at).split('\n')
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`
  return [
    `${place} style sheet: A hash admits no style sheet file. Add 'self' to style-src, or where the file comes from.`,
  ]
}

function isAddress(word: string): boolean {
  return word === "'self'" || !word.startsWith("'")
}

const LONGEST = 60

function describeBlocked({ line, column, kind, text, why, fix }: BlockedItem): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  const shown = plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
  return `${line}:${column} ${kind} ${JSON.stringify(shown)}: ${why} ${fix}`
}
