import type { ParsedPolicy } from '../parse.ts'
import { differs } from './differences.ts'
import { governingDirective } from './effective-directive.ts'
import { ruleOnUrl } from './request-ruling.ts'
import { allow, type Ruling } from './ruling.ts'
import { directivesOf, sourceListOf } from './source-list.ts'
import type { UrlQuestion } from './url-source.ts'

/** What may admit a resource hint beside default-src. */
export const HINTED: readonly string[] = [
  'child-src',
  'connect-src',
  'font-src',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'object-src',
  'script-src',
  'script-src-elem',
  'style-src',
  'style-src-elem',
  'worker-src',
]

/** Those whose `'strict-dynamic'` admits every resource hint, where a profile has it so. */
export const STRICTLY_HINTING: readonly string[] = ['script-src', 'worker-src']

/**
 * Does resource hint request violate policy: CSP3 §6.7.2.2. It is not known yet what a prefetched or prerendered resource will be for, so that
 * any of the directives may admit it, where there is a default-src to forbid it. The list in step 3.1 leaves default-src itself out, which
 * would forbid what it admits: nobody does that. By the letter a prerender meets no check at all, though §6.8.1 names default-src for it.
 */
export function ruleOnHint(policy: ParsedPolicy, question: Omit<UrlQuestion, 'directive'>): Ruling {
  const { profile } = question
  const directives = directivesOf(policy, profile)
  const fallback = directives.get('default-src') // 1
  if (fallback === undefined) return null // 2
  const authority = { policy, directive: fallback, effectiveDirective: 'default-src' }
  let ruling = ruleOnUrl(authority, sourceListOf(fallback, profile), { ...question, directive: 'default-src' })
  if (differs(profile, 'hints-by-default-src-alone')) return ruling
  if (differs(profile, 'strict-dynamic-admits-hints')) {
    for (const name of STRICTLY_HINTING) {
      const directive = governingDirective(policy, name, profile)
      const keyword = directive && sourceListOf(directive, profile).keywords.get("'strict-dynamic'")
      if (directive !== undefined && keyword !== undefined)
        return allow({ ...authority, directive }, 'keyword', keyword)
    }
  }
  for (const name of HINTED) {
    if (ruling.outcome === 'allowed') return ruling
    const directive = directives.get(name)
    if (directive === undefined) continue
    const list = sourceListOf(directive, profile)
    const other = ruleOnUrl({ ...authority, directive }, list, { ...question, directive: name }) // 3.3
    if (other.outcome === 'allowed') return allow({ ...authority, directive }, 'listed', other.source) // 3.4
    if (ruling.outcome === 'blocked' && other.outcome === 'depends') ruling = other
  }
  return ruling // 4
}
