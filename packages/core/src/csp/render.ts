import { NONCE } from './keywords.ts'
import type { DirectiveWords } from './parse.ts'
import type { CspHeader } from './policy.ts'

interface RenderedPolicy {
  readonly directives: readonly DirectiveWords[]
  /** Default: the same without its slots. */
  readonly nonceless?: readonly DirectiveWords[]
}

/** Serialises checked policies into one header, cut at every nonce slot (CSP3 §2.2.2: policies are joined with commas). */
export function renderHeader(name: CspHeader['name'], policies: readonly RenderedPolicy[]): CspHeader {
  const chunks: string[] = []
  // Joined at the end: text built by += is a rope, which would be walked again for every response.
  let open: string[] = []
  policies.forEach(({ directives }, policyIndex) => {
    directives.forEach((directive, index) => {
      if (index > 0) open.push('; ')
      else if (policyIndex > 0) open.push(', ')
      open.push(directive.name)
      for (const word of directive.words) {
        if (word === NONCE) {
          chunks.push([...open, " 'nonce-"].join(''))
          open = ["'"]
        } else {
          open.push(' ', word)
        }
      }
    })
  })
  const last = open.join('')
  chunks.push(last)
  const nonceless =
    chunks.length === 1
      ? last
      : policies.map(({ directives, nonceless = withoutSlots(directives) }) => serialize(nonceless)).join(', ')
  return Object.freeze({ name, chunks: Object.freeze(chunks), nonceless })
}

/**
 * Without the slot, and without 'unsafe-inline': beside a nonce browsers ignore it, alone they would not. 'strict-dynamic' stays, since without it the
 * hosts beside it would count again.
 */
export function withoutSlots(directives: readonly DirectiveWords[]): readonly DirectiveWords[] {
  return directives.map((directive) => {
    const { name, words } = directive
    if (!words.includes(NONCE)) return directive
    const kept = words.filter((word) => word !== NONCE && word !== "'unsafe-inline'")
    return { name, words: kept.length > 0 ? kept : ["'none'"] }
  })
}

function serialize(directives: readonly DirectiveWords[]): string {
  return directives.map(({ name, words }) => [name, ...words].join(' ')).join('; ')
}
