/**
 * Media types of bodies that hold no reports for sure. All others are looked at, and so are bodies of these that begin like JSON: WebKit sends reports of the Reporting API
 * as `application/csp-report`, proxies change types, and scripts that post by hand send whatever they like.
 */
const OTHERS = [
  'multipart/',
  'image/',
  'audio/',
  'video/',
  'font/',
  'text/html',
  'text/xml',
  'application/xml',
  'application/x-www-form-urlencoded',
  'application/zip',
  'application/gzip',
  'application/pdf',
] as const

export function isOtherType(contentType: string | null): boolean {
  if (contentType === null) return false
  const type = contentType.trimStart().toLowerCase()
  return OTHERS.some((other) => type.startsWith(other))
}
