import { type Inline, matchInline, matchRequest } from '@sallyport/core/csp'
import { asciiLowerCase } from './ascii.ts'
import { auditCss } from './audit-css.ts'
import type { AuditContext, Found } from './audit-entry.ts'
import { resolveUrl } from './base-url.ts'
import { attributeValue, type Element, namespaceOf } from './dom.ts'
import type { FoundItem } from './find-items.ts'
import { countingNonce } from './nonce.ts'

/** What the policies say to something that runs or styles. */
export function auditItem(item: FoundItem, context: AuditContext): readonly Found[] {
  const { kind, at } = item
  // A frame's address is asked about as a request.
  if (kind === 'frame' || isPassedOver(item)) return []
  const isStyle = kind === 'style' || kind === 'style attribute'
  if (kind === 'external script') return auditFile(item, context)
  if (!isStyle && context.sandbox.has('scripts')) return [{ ...found(item), lifted: 'allow-scripts' }]
  const { policies, url, profile } = context
  // CSP3 §4.2.4 hashes the URL as it is serialised, Chromium as it is decoded.
  const source = kind === 'navigation' && profile === 'chromium' ? item.texts.at(-1) : item.texts[0]
  const inline: Inline = {
    type: item.type === 'speculationrules' ? 'script speculationrules' : kind,
    nonce: countingNonce(at),
    parserInserted: true,
    ...(source === undefined ? {} : { source }),
  }
  const verdict = matchInline(policies, { url }, inline, { profile })
  const own = { ...found(item), verdict }
  return isStyle && verdict.outcome !== 'blocked' && !at.inert ? [own, ...auditCss(item, context)] : [own]
}

function auditFile(
  item: FoundItem,
  { policies, url, base, profile, modules, sandbox }: AuditContext,
): readonly Found[] {
  const resolved = resolveUrl(item.text, base)
  if (resolved === undefined) return []
  if (sandbox.has('scripts')) return [{ ...found(item), target: resolved, lifted: 'allow-scripts' }]
  const request = {
    url: resolved.href,
    destination: 'script',
    redirectCount: 0,
    nonce: countingNonce(item.at),
    integrity: integrityOf(item, modules.get(resolved.href)),
    parserInserted: true,
  }
  return [{ ...found(item), target: resolved, verdict: matchRequest(policies, { url }, request, { profile }) }]
}

/** A module without an integrity of its own has that of the import map; SVG's scripts have none. */
function integrityOf({ at: { element }, type }: FoundItem, mapped: string | undefined): string {
  if (namespaceOf(element) === 'svg') return ''
  return attributeValue(element, 'integrity') ?? (type === 'module' ? mapped : undefined) ?? ''
}

function found({ kind, at, attribute, position, text }: FoundItem): Omit<Found, 'verdict'> {
  return {
    ...(kind === 'external script' || kind === 'frame' ? { kind: 'request' } : { kind, text }),
    at,
    position,
    ...(attribute === undefined ? {} : { attribute }),
  }
}

/** What today's browsers ask no policy about, or what is asked about elsewhere. */
function isPassedOver({ kind, at: { element }, type, attribute }: FoundItem): boolean {
  switch (kind) {
    case 'script':
    case 'external script':
      return type === 'classic' && namespaceOf(element) === 'html' && attributeValue(element, 'nomodule') !== undefined
    case 'style':
      return !isCss(element)
    case 'navigation':
      // A form's address has to pass form-action as well: it is asked about as a request.
      return attribute === 'action' || attribute === 'formaction'
    default:
      return false
  }
}

/** "Update a style block" step 4. */
function isCss(style: Element): boolean {
  const type = attributeValue(style, 'type')
  return type === undefined || type === '' || asciiLowerCase(type) === 'text/css'
}
