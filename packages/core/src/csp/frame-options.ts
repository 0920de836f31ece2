import { at, type Place, report } from '../validate.ts'
import type { PolicyWords } from './policy-words.ts'

const VALUES: ReadonlyMap<string, string> = new Map([
  ["'none'", 'DENY'],
  ["'self'", 'SAMEORIGIN'],
])

/**
 * `X-Frame-Options` (HTML §7.4.5) for what the enforced policies say together of who may frame the page, where one of them asks for it.
 * Undefined where that header has no word for it.
 */
export function frameOptionsOf(policies: readonly PolicyWords[]): string | undefined {
  const enforced = policies.filter(({ reportOnly }) => !reportOnly)
  if (!enforced.some(({ frameOptions }) => frameOptions)) return undefined
  const lists = enforced.flatMap(({ directives }) => directives.filter(({ name }) => name === 'frame-ancestors'))
  const values = lists.map(({ words }) => (new Set(words).size === 1 ? VALUES.get(words[0] ?? '') : undefined))
  // Every policy holds, so one that says 'none' settles it.
  if (values.includes('DENY')) return 'DENY'
  return values.length > 0 && values.every((value) => value === 'SAMEORIGIN') ? 'SAMEORIGIN' : undefined
}

/** Reports that `frameOptions` was asked for where `X-Frame-Options` could not say the same. */
export function adviseOnFrameOptions(policies: readonly PolicyWords[], place: Place): void {
  if (!policies.some(({ frameOptions }) => frameOptions) || frameOptionsOf(policies) !== undefined) return
  const lists = policies.flatMap(({ directives, reportOnly }) =>
    directives.filter(({ name }) => name === 'frame-ancestors' && !reportOnly),
  )
  report(
    at(place, 'frameOptions'),
    'useless-option',
    true,
    lists.length === 0
      ? 'No enforced policy has frame-ancestors, so there is nothing that X-Frame-Options could say.'
      : `X-Frame-Options is left out: it cannot say frame-ancestors ${lists.map(({ words }) => words.join(' ')).join(', ')}.`,
    {
      severity: 'warning',
      fix: "Only 'none' (DENY) and 'self' (SAMEORIGIN) have a counterpart there.",
      see: 'https://w3c.github.io/webappsec-csp/#frame-ancestors-and-frame-options',
    },
  )
}
