import type { CompileOptions } from '../compile-options.ts'
import { showValue } from '../finding.ts'
import { lastLabel } from '../origin/grammar.ts'
import { isLoopback, type OriginPattern } from '../origin/pattern.ts'
import { type Place, report } from '../validate.ts'

/** Top-level names that nobody can register anything below: RFC 6761, RFC 6762 (local), ICANN resolution 2024.07.29.06 (internal). */
const SPECIAL_USE: ReadonlySet<string> = new Set(['example', 'internal', 'invalid', 'local', 'localhost', 'test'])

const LIST = 'https://publicsuffix.org/'

/**
 * Reports wildcards below public suffixes, unless they are allowed. `found`: there is such a wildcard; `unknown`: there may be one.
 */
export function checkSuffixes(
  patterns: readonly OriginPattern[],
  allowed: boolean,
  options: CompileOptions,
  placeOf: (index: number) => Place,
): 'found' | 'none' | 'unknown' {
  let found = false
  const unchecked: OriginPattern[] = []
  for (const [index, pattern] of patterns.entries()) {
    const isOpen = admitsStrangers(pattern, options)
    if (isOpen === undefined) unchecked.push(pattern)
    if (isOpen !== true) continue
    found = true
    if (!allowed) reportSuffix(pattern, domainOf(pattern), placeOf(index))
  }
  if (found) return 'found'
  const [first] = unchecked
  if (first === undefined) return 'none'
  if (!allowed) reportUnchecked(unchecked, first, placeOf(patterns.indexOf(first)))
  return 'unknown'
}

/** Whether anyone can have a host that the wildcard covers; undefined when that is not known. */
export function admitsStrangers(pattern: OriginPattern, { isPublicSuffix }: CompileOptions): boolean | undefined {
  if (!pattern.wildcard || isLoopback(pattern.host)) return false
  const domain = domainOf(pattern)
  if (!domain.includes('.')) return true
  // What a private network calls its names is its own affair.
  if (SPECIAL_USE.has(lastLabel(domain))) return false
  // A rule such as *.nom.br makes every name right below one.
  return isPublicSuffix && (isPublicSuffix(domain) || isPublicSuffix(`any-name.${domain}`))
}

function domainOf({ host }: OriginPattern): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function reportSuffix({ text, scheme, port }: OriginPattern, domain: string, place: Place): void {
  const end = port === '' ? '' : `:${port}`
  const isTop = !domain.includes('.')
  const message = isTop
    ? `${showValue(text)} admits every site under the top-level domain .${domain}.`
    : `${showValue(text)} admits every site under .${domain}, where anyone can have a name: it is a public suffix.`
  const own = isTop ? `example.${domain}` : `your-name.${domain}`
  report(place, 'public-suffix', text, message, {
    fix: `Name your own domain, such as ${scheme}://*.${own}${end} or ${scheme}://${own}${end}. Or set dangerouslyAllowPublicSuffixes.`,
    see: LIST,
  })
}

/** Once for all: there can be thousands. */
function reportUnchecked(unchecked: readonly OriginPattern[], { text, host }: OriginPattern, place: Place): void {
  const others = unchecked.length === 1 ? '' : ` Nor is it known for ${unchecked.length - 1} more patterns of the list.`
  const message = `Whether anyone can have a name below ${host}, as below github.io, is not known here, so ${showValue(text)} may admit strangers.${others}`
  report(place, 'unchecked-public-suffix', text, message, {
    severity: 'warning',
    fix: 'Pass isPublicSuffix of @sallyport/public-suffixes: compile(config, { isPublicSuffix }). Or set dangerouslyAllowPublicSuffixes.',
    see: LIST,
  })
}
