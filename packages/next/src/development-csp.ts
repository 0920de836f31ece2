import type { CompiledCsp, CspHeader } from '@sallyport/core'
import {
  type DirectiveText,
  joinHeader,
  NONCE_WORD,
  nameOf,
  type PolicyText,
  splitHeader,
  wordsOf,
} from './policy-text.ts'

export interface DevelopmentSetting {
  /** Where the browser tells what production would block: a path of this server. */
  readonly reportPath: string
  readonly scheme: 'http' | 'https'
  /** Whether the bundler runs each module by `eval`, as webpack does while developing and Turbopack never does. */
  readonly evaluatesModules: boolean
}

const made = new WeakMap<CompiledCsp, Map<string, CompiledCsp>>()

/**
 * The same policies for `next dev`: enforced with what its tools need and no more, and beside that, report-only, as production will
 * enforce them. What the app only reports stays as it is. A form without its nonce is for no page of Next.js, and stays too.
 */
export function developmentCsp(csp: CompiledCsp, setting: DevelopmentSetting): CompiledCsp {
  const forms = made.get(csp) ?? new Map<string, CompiledCsp>()
  made.set(csp, forms)
  const key = JSON.stringify(setting)
  const form = forms.get(key) ?? makeForm(csp, setting)
  forms.set(key, form)
  return form
}

const ENFORCED = 'content-security-policy'
const REPORTED = 'content-security-policy-report-only'

function makeForm(csp: CompiledCsp, setting: DevelopmentSetting): CompiledCsp {
  const policiesOf = (name: CspHeader['name']) =>
    csp.headers.filter((header) => header.name === name).flatMap((header) => splitHeader(header))
  const enforced = policiesOf(ENFORCED)
  const headers = [
    ...headerOf(
      ENFORCED,
      enforced.map((policy) => relax(policy, setting)),
    ),
    ...headerOf(REPORTED, [...policiesOf(REPORTED), ...enforced.map((policy) => asInProduction(policy, setting))]),
  ]
  const pairs = headers.map(({ name, nonceless }) => [name, nonceless] as const)
  return { ...csp, headers, nonceless: csp.hasNonce ? csp.nonceless : [...pairs, ...(csp.others ?? [])] }
}

function headerOf(name: CspHeader['name'], policies: readonly PolicyText[]): readonly CspHeader[] {
  const some = policies.filter((policy) => policy.length > 0)
  return some.length === 0 ? [] : [joinHeader(name, some)]
}

/** One thing that `next dev` needs of a policy. It only ever allows more, so nothing breaks here that works in production. */
type Relaxation = (policy: PolicyText, setting: DevelopmentSetting) => PolicyText

const RELAXATIONS: readonly Relaxation[] = [
  // React rebuilds the stacks of the server by eval, and webpack runs each module so.
  (policy) => change(policy, ['script-src', 'default-src'], (words) => including(words, "'unsafe-eval'")),
  // The overlay makes <style> elements without a nonce. A style attribute it has none, so those stay forbidden.
  (policy) => change(policy, ['style-src-elem', 'style-src', 'default-src'], withInlineStyles),
  // HMR's web socket, and what the overlay asks about sources. By CSP3 §6.7.2.8, 'self' is ws: of the own host too.
  (policy) => change(policy, ['connect-src', 'default-src'], withOwnConnections),
  // React and the overlay write HTML and scripts as texts. Production's runtime does too, in places; the report says so.
  (policy) => without(policy, ['require-trusted-types-for']),
  // Over http nothing listens where an upgrade leads, but that browsers spare localhost (Chromium and Firefox, tried).
  (policy, { scheme }) => (scheme === 'http' ? without(policy, ['upgrade-insecure-requests']) : policy),
]

function relax(policy: PolicyText, setting: DevelopmentSetting): PolicyText {
  // A page without scripts has no tools either.
  if (!runsScripts(policy)) return policy
  return RELAXATIONS.reduce((current, relaxation) => relaxation(current, setting), policy)
}

function runsScripts(policy: PolicyText): boolean {
  const deciding = findFirst(policy, ['script-src-elem', 'script-src', 'default-src'])
  return deciding === undefined || wordsOf(deciding).some((word) => word !== "'none'" && word !== "'report-sample'")
}

function withInlineStyles(words: readonly string[]): readonly string[] {
  // What default-src says of scripts means nothing here.
  const kept = words.filter((word) => !word.startsWith("'") || STYLE_KEYWORDS.includes(word))
  // Both admit whatever address they stand beside, and both keep 'unsafe-inline' from meaning anything.
  const anywhere = words.some(isNonceOrHash) ? including(kept, '*') : kept
  return including(anywhere, "'unsafe-inline'")
}

const STYLE_KEYWORDS: readonly string[] = ["'self'", "'unsafe-inline'", "'report-sample'", "'none'"]

function withOwnConnections(words: readonly string[]): readonly string[] {
  if (words.includes('*') || words.includes("'self'")) return words
  // Nor do any words in quotes but this one.
  return [...words.filter((word) => !word.startsWith("'")), "'self'"]
}

function isNonceOrHash(word: string): boolean {
  return word === NONCE_WORD || word.startsWith("'nonce-") || word.startsWith("'sha")
}

/** The policy as production enforces it, for the header that only reports, and to nobody but us. */
function asInProduction(policy: PolicyText, { reportPath, evaluatesModules }: DevelopmentSetting): PolicyText {
  // The first two would report to the app's own collector what is no violation there. Browsers ignore the others, and say so.
  const kept = without(policy, ['report-uri', 'report-to', 'sandbox', 'upgrade-insecure-requests'])
  if (kept.length === 0) return kept
  const evaluating = evaluatesModules
    ? change(kept, ['script-src', 'default-src'], (words) => including(words, "'unsafe-eval'"))
    : kept
  const sampled = evaluating.map((directive): DirectiveText => {
    const [name, ...words] = directive
    const takesSamples = hasSamples(name) && !words.includes("'none'")
    return takesSamples ? [name, ...including(words, "'report-sample'")] : directive
  })
  return [...sampled, ['report-uri', reportPath]]
}

function hasSamples(name: string): boolean {
  return name.startsWith('script-src') || name.startsWith('style-src') || name === 'default-src'
}

/** Changes the list that decides, in a directive of the first name if it is another's list that does. */
function change(
  policy: PolicyText,
  names: readonly [string, ...string[]],
  make: (words: readonly string[]) => readonly string[],
): PolicyText {
  const deciding = findFirst(policy, names)
  if (deciding === undefined) return policy
  const words = make(wordsOf(deciding))
  if (words.join(' ') === wordsOf(deciding).join(' ')) return policy
  const changed: DirectiveText = [names[0], ...words]
  if (nameOf(deciding) !== names[0]) return [...policy, changed]
  return policy.map((directive) => (directive === deciding ? changed : directive))
}

function findFirst(policy: PolicyText, names: readonly string[]): DirectiveText | undefined {
  for (const name of names) {
    const found = policy.find((directive) => nameOf(directive) === name)
    if (found !== undefined) return found
  }
  return undefined
}

function including(words: readonly string[], word: string): readonly string[] {
  return words.includes(word) ? words : [...words.filter((other) => other !== "'none'"), word]
}

function without(policy: PolicyText, names: readonly string[]): PolicyText {
  return policy.filter((directive) => !names.includes(nameOf(directive)))
}
