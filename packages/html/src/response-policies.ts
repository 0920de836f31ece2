import { type ParsedPolicy, parseCsp } from '@sallyport/core/csp'
import { asciiLowerCase } from './ascii.ts'
import { attributeValue, type Element, namespaceOf } from './dom.ts'
import type { DocumentId } from './page-elements.ts'

/**
 * A response's headers: those of Fetch, or an object of names and values as `node:http`, Fastify's `inject` and supertest have it. The case of names does not
 * matter; a list is one line each.
 */
export type AuditHeaders = FetchHeaders | Readonly<Record<string, HeaderValue>>
export interface FetchHeaders {
  get(name: string): string | null
}
type HeaderValue = string | number | readonly string[] | undefined

/** @throws {TypeError} for what has no headers in it, or has them in another form: no policy would be found, and so nothing wrong. */
export function checkHeaders(headers: unknown): void {
  if (typeof headers === 'object' && headers !== null && !Array.isArray(headers)) return
  const fix = Array.isArray(headers) ? ': not rawHeaders, but headers' : ''
  throw new TypeError(`audit needs the headers of the response, as an object by name or as fetch has them${fix}.`)
}

/** The policies that the headers bring, in order: first those that are enforced. */
export function headerPolicies(headers: AuditHeaders): readonly ParsedPolicy[] {
  return [
    ...parseCsp(headerValue(headers, 'content-security-policy')),
    ...parseCsp(headerValue(headers, 'content-security-policy-report-only'), { disposition: 'report' }),
  ]
}

function headerValue(headers: AuditHeaders, name: string): string {
  if (isFetchHeaders(headers)) return headers.get(name) ?? ''
  const values = Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() === name && value !== undefined ? value : [],
  )
  return values.map(String).join(',')
}

function isFetchHeaders(headers: AuditHeaders): headers is FetchHeaders {
  return typeof headers.get === 'function'
}

/** The policy of a `<meta>`, if it is one and stands where it counts: https://html.spec.whatwg.org/#attr-meta-http-equiv-content-security-policy */
export function metaPolicy(meta: Element): readonly ParsedPolicy[] {
  if (meta.tagName !== 'meta' || namespaceOf(meta) !== 'html') return []
  if (asciiLowerCase(attributeValue(meta, 'http-equiv') ?? '') !== 'content-security-policy') return []
  const { parentNode } = meta
  const isInHead = parentNode !== null && 'tagName' in parentNode && parentNode.tagName === 'head' // 1
  const content = attributeValue(meta, 'content') ?? ''
  return isInHead && content !== '' ? parseCsp(content, { delivery: 'meta' }) : [] // 2
}

/** What each document of a page is held to, from one element to the next. */
export interface DocumentPolicies {
  of(document: DocumentId): readonly ParsedPolicy[]
  add(document: DocumentId, policies: readonly ParsedPolicy[]): void
}

/** A `<meta>` holds for what comes after it; a frame takes over what its page has when it is made. */
export function createPolicies(own: readonly ParsedPolicy[]): DocumentPolicies {
  const known = new Map<DocumentId, readonly ParsedPolicy[]>()
  const of = (document: DocumentId): readonly ParsedPolicy[] => {
    const policies = known.get(document) ?? (document.parent === null ? own : of(document.parent))
    known.set(document, policies)
    return policies
  }
  return {
    of,
    add: (document, policies) => {
      if (policies.length > 0) known.set(document, [...of(document), ...policies])
    },
  }
}
