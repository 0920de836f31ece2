import { type Profile, sandboxFlags } from '@sallyport/core/csp'
import { type AuditEntry, entriesFor } from './audit-entry.ts'
import { auditItem } from './audit-item.ts'
import { auditRequests } from './audit-request.ts'
import { createBases, resolveUrl } from './base-url.ts'
import { checkOptions, checkText } from './caller-checks.ts'
import { findItems, type SeenAttributes } from './find-items.ts'
import { addImportMap } from './import-map.ts'
import { pageElements } from './page-elements.ts'
import { type AuditHeaders, checkHeaders, createPolicies, headerPolicies, metaPolicy } from './response-policies.ts'

/** A response with a page in it. */
export interface AuditedResponse {
  /** The page's address, in full. */
  readonly url: string
  readonly headers: AuditHeaders
  /** Its decoded body. */
  readonly html: string
}

export interface AuditOptions {
  /** Whose rules, where browsers differ. Default `'spec'`. */
  readonly profile?: Profile
  /** Whether to list what report-only policies would block, too. Default false. */
  readonly reportOnly?: boolean
  /** The page's name in the entries, such as its file's path. Default the path of its URL. */
  readonly page?: string
}

/**
 * What a response has in it that its own policies block, in the order of the page: scripts, styles, attributes, `javascript:` URLs, frames, images, fonts and
 * other links, media, objects, forms and `<base>`, those of `srcdoc` frames with them. Policies come from the headers, and from `<meta>` elements for what
 * stands after them. Never throws on any text.
 *
 * It sees what is in the page, and not what comes of it: nothing that scripts do, nothing that stylesheets in files load, no redirects.
 *
 * ```ts
 * const entries = audit({ url: response.url, headers: response.headers, html: await response.text() })
 * expect(entries.map(describeAuditEntry)).toEqual([])
 * ```
 *
 * @throws {TypeError} when `html` is no string, `url` is no URL or `headers` are no headers, and for an unknown option.
 */
export function audit(response: AuditedResponse, options: AuditOptions = {}): readonly AuditEntry[] {
  if (typeof response !== 'object' || response === null) throw new TypeError('audit needs { url, headers, html }.')
  checkText(response.html, 'audit needs the text of a page as html, beside url and headers.')
  if (!URL.canParse(response.url)) throw new TypeError('audit needs the address of the page as url, in full.')
  checkHeaders(response.headers)
  checkOptions('audit', options, ['profile', 'reportOnly', 'page'])
  const { origin, pathname } = new URL(response.url)
  const { profile = 'spec', reportOnly = false, page: name = pathname } = options
  const own = headerPolicies(response.headers)
  const policies = createPolicies(own)
  const bases = createBases(response.url)
  const sandbox = new Set(sandboxFlags(own, { profile }))
  const modules = new Map<string, string>()
  const seen: SeenAttributes = new Map()
  const entries: AuditEntry[] = []
  for (const at of pageElements(response.html)) {
    const { id } = at.document
    const base = bases.of(id)
    const context = { url: response.url, profile, policies: policies.of(id), base, sandbox, modules }
    const items = findItems(at, seen, false)
    const found = [
      ...items.flatMap((item) => auditItem(item, context)),
      ...(at.inert ? [] : auditRequests(at, context)),
    ]
    entries.push(...found.flatMap((one) => entriesFor(one, { name, origin }, reportOnly)))
    if (at.inert) continue
    policies.add(id, metaPolicy(at.element))
    // An attribute of either may be blocked while the element itself is not.
    const isBlocked = (effective: string): boolean =>
      found.some(({ verdict }) => verdict?.outcome === 'blocked' && verdict.effectiveDirective === effective)
    bases.add(at, !isBlocked('base-uri'))
    for (const { type, text } of isBlocked('script-src-elem') ? [] : items) {
      if (type === 'importmap') addImportMap(modules, text, (url) => resolveUrl(url, base)?.href)
    }
  }
  return entries.toSorted((one, other) => one.offset - other.offset)
}
