import type { CspConfig } from './config.ts'
import type { Directives } from './directives.ts'
import { NONCE } from './keywords.ts'
import { type HostSource, hostSource } from './source.ts'

declare const host: string
declare const unset: string | undefined
declare const origins: readonly string[]

/** What must compile. */
export const allowed: readonly Directives[] = [
  {},
  { 'default-src': ["'none'"] },
  {
    'default-src': [
      "'self'",
      'https:',
      'data:',
      '*',
      'example.com',
      'https://*.example.com',
      'localhost',
      'localhost:3000',
    ],
  },
  { 'connect-src': ['wss://example.com', '*:8443', 'localhost:*', `https://${host}`, hostSource(host)] },
  { 'connect-src': origins.map(hostSource) },
  { 'connect-src': ["'self'", ...origins.map(hostSource), "'unsafe-webtransport-hashes'"] },
  { 'script-src': [NONCE, "'strict-dynamic'", 'https:', "'unsafe-inline'", "'report-sample'"] },
  {
    'script-src': [
      "'nonce'",
      "'sha256-AAAA'",
      "'unsafe-hashes'",
      "'wasm-unsafe-eval'",
      "'trusted-types-eval'",
      "'unsafe-eval'",
    ],
  },
  { 'script-src-elem': [NONCE, "'inline-speculation-rules'", "'report-sha256'"] },
  { 'script-src-attr': ["'none'"], 'style-src-attr': ["'unsafe-inline'"] },
  { 'style-src': ["'self'", NONCE], 'style-src-elem': [NONCE] },
  { 'frame-ancestors': ["'self'", 'https://shell.example.com'] },
  { 'frame-src': ['https://*.teams.example.com'], 'form-action': ["'self'"], 'base-uri': ["'none'"] },
  { sandbox: true },
  { sandbox: ['allow-scripts', 'allow-forms'] },
  { 'upgrade-insecure-requests': true },
  { 'upgrade-insecure-requests': Math.random() > 2 },
  { 'report-uri': ['/csp-reports', 'https://reports.example.com/csp'], 'report-to': 'csp' },
  { 'trusted-types': ['default', 'dompurify', "'allow-duplicates'"], 'require-trusted-types-for': ["'script'"] },
  { 'trusted-types': ["'none'"], webrtc: "'block'" },
]

export const asText: CspConfig = "default-src 'self'"
export const asObject: CspConfig = { directives: { 'img-src': ['*'] }, reportOnly: true }

// A list built up by hand keeps its type.
const images: HostSource[] = ['data:']
images.push(hostSource(host))
export const built: Directives = { 'img-src': images }

// @ts-expect-error a misspelt directive
export const misspelt: Directives = { 'img-scr': ["'self'"] }

// @ts-expect-error camel case
export const camelCase: Directives = { defaultSrc: ["'self'"] }

// @ts-expect-error removed from browsers
export const removed: Directives = { 'plugin-types': ['a/b'] }

// @ts-expect-error an unquoted keyword is a host of that name
export const unquotedSelf: Directives = { 'img-src': ['self'] }

// @ts-expect-error an unquoted keyword
export const unquotedNone: Directives = { 'object-src': ['none'] }

// @ts-expect-error an unquoted keyword
export const unquotedInline: Directives = { 'script-src': ['unsafe-inline'] }

// @ts-expect-error an unquoted nonce
export const unquotedNonce: Directives = { 'script-src': ['nonce'] }

// @ts-expect-error a keyword in capitals
export const capitals: Directives = { 'img-src': ["'SELF'"] }

// @ts-expect-error a misspelt keyword
export const misspeltKeyword: Directives = { 'script-src': ["'strict-dynamics'"] }

// @ts-expect-error 'strict-dynamic' means nothing for images
export const strictDynamicInImages: Directives = { 'img-src': ["'strict-dynamic'"] }

// @ts-expect-error 'strict-dynamic' means nothing for styles
export const strictDynamicInStyles: Directives = { 'style-src': ["'strict-dynamic'"] }

// @ts-expect-error eval asks script-src and default-src only
export const evalInElements: Directives = { 'script-src-elem': ["'unsafe-eval'"] }

// @ts-expect-error no nonce reaches images
export const nonceInImages: Directives = { 'img-src': [NONCE] }

// @ts-expect-error no nonce reaches attributes
export const nonceInAttributes: Directives = { 'style-src-attr': [NONCE] }

// @ts-expect-error no hash reaches frames
export const hashInFrames: Directives = { 'frame-src': ["'sha256-AAAA'"] }

// @ts-expect-error a fixed nonce is no nonce
export const fixedNonce: Directives = { 'script-src': ["'nonce-abc'"] }

// @ts-expect-error ancestors are hosts, schemes and 'self'
export const inlineAncestors: Directives = { 'frame-ancestors': ["'unsafe-inline'"] }

// @ts-expect-error 'none' stands alone
export const noneBesideOthers: Directives = { 'img-src': ["'none'", "'self'"] }

// @ts-expect-error 'none' stands alone
export const noneAncestors: Directives = { 'frame-ancestors': ['https://a.test', "'none'"] }

// @ts-expect-error a list, not a text
export const textForList: Directives = { 'img-src': "'self'" }

// @ts-expect-error any text may be anything: hostSource checks it
export const uncheckedText: Directives = { 'connect-src': [host] }

// @ts-expect-error an environment variable may be unset
export const unsetEntry: Directives = { 'connect-src': [unset] }

// @ts-expect-error an environment variable may be unset
export const unsetText: HostSource = hostSource(unset)

// @ts-expect-error left out is not undefined
export const unsetDirective: Directives = { 'img-src': undefined }

// @ts-expect-error sandbox takes tokens, not sources
export const sourceInSandbox: Directives = { sandbox: ["'self'"] }

// @ts-expect-error a misspelt token
export const misspeltToken: Directives = { sandbox: ['allow-script'] }

// @ts-expect-error takes no value
export const valueForNone: Directives = { 'upgrade-insecure-requests': [] }

// @ts-expect-error a source list is no flag
export const flagForList: Directives = { 'default-src': true }

// @ts-expect-error one endpoint, by name
export const severalEndpoints: Directives = { 'report-to': ['a', 'b'] }

// @ts-expect-error 'script' is the only group of sinks
export const otherSinks: Directives = { 'require-trusted-types-for': ["'style'"] }

// @ts-expect-error allow or block, in quotes
export const unquotedWebrtc: Directives = { webrtc: 'block' }

// @ts-expect-error directives go inside
export const loose: CspConfig = { 'img-src': ['*'] }

// @ts-expect-error a typo
export const typo: CspConfig = { directives: {}, reportonly: true }
