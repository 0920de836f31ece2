import type { CheckedPolicy } from './checks.ts'
import { NONCE } from './keywords.ts'
import type { DirectiveWords } from './parse.ts'
import type { CspHeader } from './policy.ts'

/** Serialises checked policies into one header, cut at every nonce slot (CSP3 §2.2.2: policies are joined with commas). */
export function renderHeader(
  name: CspHeader['name'],
  policies: readonly Pick<CheckedPolicy, 'directives'>[],
): CspHeader {
  const chunks: string[] = []
  let open = ''
  policies.forEach(({ directives }, policyIndex) => {
    directives.forEach((directive, index) => {
      if (index > 0) open += '; '
      else if (policyIndex > 0) open += ', '
      open += directive.name
      for (const word of directive.words) {
        if (word === NONCE) {
          chunks.push(`${open} 'nonce-`)
          open = "'"
        } else {
          open += ` ${word}`
        }
      }
    })
  })
  chunks.push(open)
  const nonceless =
    chunks.length === 1
      ? open
      : policies.map(({ directives }) => directives.map(serializeNonceless).join('; ')).join(', ')
  return Object.freeze({ name, chunks: Object.freeze(chunks), nonceless })
}

/**
 * Without the slot, and without 'unsafe-inline': beside a nonce browsers ignore it, alone they would not. 'strict-dynamic' stays, since without it the
 * hosts beside it would count again.
 */
function serializeNonceless({ name, words }: DirectiveWords): string {
  if (!words.includes(NONCE)) return [name, ...words].join(' ')
  const kept = words.filter((word) => word !== NONCE && word !== "'unsafe-inline'")
  return [name, ...(kept.length > 0 ? kept : ["'none'"])].join(' ')
}
