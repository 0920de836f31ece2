import { matchRequest } from '@sallyport/core/csp'
import type { AuditContext, Found } from './audit-entry.ts'
import { resolveUrl } from './base-url.ts'
import { attributeValue } from './dom.ts'
import { type FoundRequest, findRequests } from './element-requests.ts'
import { countingNonce } from './nonce.ts'
import { attributePosition, elementPosition, type PageElement } from './page-elements.ts'

/** What the policies say to what an element fetches, or is sent to. */
export function auditRequests(at: PageElement, context: AuditContext): readonly Found[] {
  return findRequests(at.element).flatMap((request) => {
    const target = resolveUrl(request.url, context.base)
    if (target === undefined || isNoRequest(target, request)) return []
    return [auditRequest(at, context, request, target)]
  })
}

function auditRequest(at: PageElement, context: AuditContext, request: FoundRequest, target: URL): Found {
  const { policies, url, profile, sandbox } = context
  const { found: attribute, destination, initiator, isPreload } = request
  const found: Omit<Found, 'verdict'> = {
    kind: 'request',
    at,
    target,
    position: attribute === undefined ? elementPosition(at) : attributePosition(at, attribute),
    ...(attribute === undefined ? {} : { attribute: request.attribute }),
  }
  if (initiator === 'form-action' && sandbox.has('forms')) return { ...found, lifted: 'allow-forms' }
  const asked = {
    url: target.href,
    destination,
    redirectCount: 0,
    nonce: countingNonce(at),
    integrity: attributeValue(at.element, 'integrity') ?? '',
    // Only script elements are parser-inserted. Chromium holds preloaded scripts to be, but not modules.
    parserInserted: profile === 'chromium' && isPreload === true,
    ...(initiator === undefined ? {} : { initiator }),
  }
  return { ...found, verdict: matchRequest(policies, { url }, asked, { profile }) }
}

/** `about:` documents are made, not fetched. A `javascript:` URL is code: only where a form is sent there is it a request as well. */
function isNoRequest({ protocol }: URL, { initiator }: FoundRequest): boolean {
  return protocol === 'about:' || (protocol === 'javascript:' && initiator !== 'form-action')
}
