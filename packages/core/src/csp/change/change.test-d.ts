import type { RoutePolicy } from '../../config.ts'
import { NONCE } from '../keywords.ts'
import { hostSource } from '../source.ts'
import type { CspChange } from './change.ts'

declare const host: string

/** What must compile. */
export const allowed: readonly CspChange[] = [
  {},
  { append: { 'img-src': ['https://tiles.example.com', 'data:', hostSource(host)] } },
  {
    append: { 'script-src': [NONCE, "'sha256-AAAA'"], sandbox: ['allow-forms'], 'report-uri': ['/r'] },
    fallbacks: true,
  },
  { append: { 'frame-ancestors': ["'self'", 'https://shell.example.com'], 'trusted-types': ['dompurify'] } },
  { replace: { 'object-src': ["'none'"], 'upgrade-insecure-requests': false, webrtc: "'block'" } },
  { remove: { 'script-src': ["'unsafe-inline'"], 'img-src': true, sandbox: ['allow-forms'], 'report-to': true } },
  { restrict: { 'connect-src': ["'none'"] }, to: 'enforced' },
]

export const onRoutes: readonly RoutePolicy[] = [
  { csp: { append: { 'img-src': ['data:'] } } },
  { csp: [{ append: { 'img-src': ['data:'] } }, { restrict: { 'font-src': ["'self'"] } }] },
  { csp: ["default-src 'self'", { remove: { 'default-src': ["'self'"] } }] },
]

/** What must not. */
export const refused: readonly CspChange[] = [
  // @ts-expect-error A misspelt verb.
  { apend: { 'img-src': ['data:'] } },
  // @ts-expect-error A misspelt directive.
  { append: { 'image-src': ['data:'] } },
  // @ts-expect-error A keyword without its quotes.
  { append: { 'img-src': ['self'] } },
  // @ts-expect-error A keyword in the wrong directive.
  { append: { 'img-src': ["'unsafe-inline'"] } },
  // @ts-expect-error A nonce reaches no attribute.
  { append: { 'style-src-attr': [NONCE] } },
  // @ts-expect-error 'none' is nothing to add.
  { append: { 'img-src': ["'none'"] } },
  // @ts-expect-error Nor to ancestors.
  { append: { 'frame-ancestors': ["'none'"] } },
  // @ts-expect-error This has no list.
  { append: { 'report-to': 'csp' } },
  // @ts-expect-error To append a restriction would not be to append.
  { append: { 'require-trusted-types-for': ["'script'"] } },
  // @ts-expect-error false is not what removes.
  { remove: { 'img-src': false } },
  // @ts-expect-error An unquoted keyword.
  { remove: { 'script-src': ['unsafe-inline'] } },
  // @ts-expect-error 'none' beside others.
  { replace: { 'img-src': ["'none'", 'data:'] } },
  // @ts-expect-error A misspelt directive.
  { restrict: { 'connects-src': ["'self'"] } },
  // @ts-expect-error Which policies?
  { to: 'enforce' },
]

// @ts-expect-error A policy is not a change.
export const both: RoutePolicy = { csp: { directives: { 'img-src': ['*'] }, apend: {} } }
