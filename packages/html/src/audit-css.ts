import { matchRequest } from '@sallyport/core/csp'
import type { AuditContext, Found } from './audit-entry.ts'
import { resolveUrl } from './base-url.ts'
import { cssUrls } from './css-urls.ts'
import type { FoundItem } from './find-items.ts'
import type { PageDocument } from './page-elements.ts'
import type { Position } from './position.ts'

/** What the policies say to what a page's own styles ask for. A nonce on `<style>` does not count for its imports. */
export function auditCss(item: FoundItem, { policies, url, base, profile }: AuditContext): readonly Found[] {
  const { at, attribute, position, text } = item
  return cssUrls(text).flatMap(({ url: written, destination, offset }) => {
    const target = resolveUrl(written, base)
    if (target === undefined) return []
    const asked = { url: target.href, destination, redirectCount: 0, nonce: '' }
    return [
      {
        kind: 'request',
        at,
        target,
        position: positionIn(at.document, position, offset),
        ...(attribute === undefined ? {} : { attribute }),
        verdict: matchRequest(policies, { url }, asked, { profile }),
      },
    ]
  })
}

/** Where a place in the parsed text is in the source: CR LF has become one character. Exact, unless character references come before it. */
function positionIn({ html, position }: PageDocument, start: Position, offset: number): Position {
  let index = start.offset
  for (let passed = 0; passed < offset && index < html.length; passed++) index += html.startsWith('\r\n', index) ? 2 : 1
  return position(index)
}
