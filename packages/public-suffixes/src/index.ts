import { parse } from 'tldts'

// The domain comes from a parsed pattern, so there is no URL to look through.
const OPTIONS = { allowPrivateDomains: true, detectIp: false, extractHostname: false, validateHostname: false }

/**
 * Whether anyone can register a name below this domain: true for `com`, `co.uk` and `github.io`, by both sections of the Public Suffix
 * List. Takes lower-case ASCII, as the URL standard serialises hosts; a dot at the end does not matter.
 */
export function isPublicSuffix(domain: string): boolean {
  const name = domain.endsWith('.') ? domain.slice(0, -1) : domain
  const { publicSuffix, isIcann, isPrivate } = parse(name, OPTIONS)
  // Of a name outside the list tldts gives the last label.
  return publicSuffix === name && (isIcann === true || isPrivate === true)
}
