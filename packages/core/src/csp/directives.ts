import type { HASH_DIRECTIVES, KeywordIn } from './keywords.ts'
import type { HashSource, HostSource } from './source.ts'

/** What a directive's value is made of. Named after the directive where the grammar is its own. */
export type ValueGrammar =
  | 'source-list'
  | 'ancestor-source-list'
  | 'sandbox'
  | 'report-uri'
  | 'report-to'
  | 'trusted-types'
  | 'require-trusted-types-for'
  | 'webrtc'
  | 'none'

/** One directive: what browsers and the standards say about it. */
export interface DirectiveRow {
  readonly name: string
  readonly value: ValueGrammar
  /** The directives a browser reads instead when this one is missing, nearest first (CSP3 §6.8.3). */
  readonly fallback: readonly string[]
  /** Heeded in a report-only policy. */
  readonly reportOnly: boolean
  /** Heeded in a `<meta>` element. */
  readonly meta: boolean
  /** `deprecated`: accepted with a warning. `removed`: an error, because the policy would promise what no browser does. */
  readonly status: 'current' | 'deprecated' | 'removed'
  /** For what is not current: what to do instead. */
  readonly instead?: string
  readonly see: string
}

const CSP3 = 'https://w3c.github.io/webappsec-csp/#directive-'

function current(name: string, value: ValueGrammar, more: Partial<DirectiveRow> = {}): DirectiveRow {
  return { name, value, fallback: [], reportOnly: true, meta: true, status: 'current', see: `${CSP3}${name}`, ...more }
}

function fetching(name: string, ...fallback: readonly string[]): DirectiveRow {
  return current(name, 'source-list', { fallback })
}

const ROWS: readonly DirectiveRow[] = [
  // Fetch directives (§6.1)
  fetching('default-src'),
  fetching('child-src', 'default-src'),
  fetching('connect-src', 'default-src'),
  current('fenced-frame-src', 'source-list', {
    fallback: ['frame-src', 'child-src', 'default-src'],
    see: 'https://wicg.github.io/fenced-frame/#new-csp-directive',
  }),
  fetching('font-src', 'default-src'),
  fetching('frame-src', 'child-src', 'default-src'),
  fetching('img-src', 'default-src'),
  fetching('manifest-src', 'default-src'),
  fetching('media-src', 'default-src'),
  fetching('object-src', 'default-src'),
  fetching('script-src', 'default-src'),
  fetching('script-src-elem', 'script-src', 'default-src'),
  fetching('script-src-attr', 'script-src', 'default-src'),
  fetching('style-src', 'default-src'),
  fetching('style-src-elem', 'style-src', 'default-src'),
  fetching('style-src-attr', 'style-src', 'default-src'),
  fetching('worker-src', 'child-src', 'script-src', 'default-src'),

  // Document and navigation directives (§6.3, §6.4): none of them falls back to default-src
  current('base-uri', 'source-list'),
  current('sandbox', 'sandbox', { reportOnly: false, meta: false }),
  current('form-action', 'source-list'),
  current('frame-ancestors', 'ancestor-source-list', { meta: false }),

  // Reporting (§6.5). CSP3 calls report-uri deprecated, yet it is what every browser understands.
  current('report-uri', 'report-uri', { meta: false }),
  current('report-to', 'report-to'),

  // Others
  current('webrtc', 'webrtc'),
  current('trusted-types', 'trusted-types', {
    see: 'https://w3c.github.io/trusted-types/dist/spec/#trusted-types-csp-directive',
  }),
  current('require-trusted-types-for', 'require-trusted-types-for', {
    see: 'https://w3c.github.io/trusted-types/dist/spec/#require-trusted-types-for-csp-directive',
  }),
  current('upgrade-insecure-requests', 'none', {
    reportOnly: false,
    see: 'https://www.w3.org/TR/upgrade-insecure-requests/#delivery',
  }),

  // Passed over by today's browsers
  current('block-all-mixed-content', 'none', {
    status: 'deprecated',
    instead: 'Remove it: browsers now upgrade or block mixed content by themselves.',
    see: 'https://www.w3.org/TR/mixed-content/#strict-checking',
  }),
  current('prefetch-src', 'source-list', {
    fallback: ['default-src'],
    status: 'deprecated',
    instead: 'Remove it: default-src governs prefetches.',
    see: 'https://w3c.github.io/webappsec-csp/#does-resource-hint-violate-policy',
  }),
  removed('plugin-types', "Write 'object-src': [\"'none'\"]."),
  removed('navigate-to', 'Use form-action for forms; nothing else restricts where a page may navigate.'),
  removed('referrer', 'Send the Referrer-Policy header.'),
  removed('disown-opener', 'Send the Cross-Origin-Opener-Policy header.'),
  removed('require-sri-for', 'Remove it: the Integrity-Policy header asks for integrity.'),
  removed('reflected-xss', 'Remove it: a strict script-src does what it was meant for.'),
]

function removed(name: string, instead: string): DirectiveRow {
  return current(name, 'source-list', {
    status: 'removed',
    instead,
    see: 'https://w3c.github.io/webappsec-csp/#csp-directives',
  })
}

/** Every directive by its name. */
export const DIRECTIVES: ReadonlyMap<string, DirectiveRow> = new Map(ROWS.map((row) => [row.name, row]))

/** The values of `sandbox` (HTML §4.8.5; the last one is of the Storage Access API). */
export const SANDBOX_TOKENS = [
  'allow-downloads',
  'allow-forms',
  'allow-modals',
  'allow-orientation-lock',
  'allow-pointer-lock',
  'allow-popups',
  'allow-popups-to-escape-sandbox',
  'allow-presentation',
  'allow-same-origin',
  'allow-scripts',
  'allow-top-navigation',
  'allow-top-navigation-by-user-activation',
  'allow-top-navigation-to-custom-protocols',
  'allow-storage-access-by-user-activation',
] as const

export type SandboxToken = (typeof SANDBOX_TOKENS)[number]

/** What may stand in the source list of one directive. */
export type SourceIn<Name extends string> =
  | HostSource
  | KeywordIn<Name>
  | (Name extends (typeof HASH_DIRECTIVES)[number] ? HashSource : never)

/** The sources a directive admits; `["'none'"]`, alone, admits nothing. Never empty. */
export type SourceList<Name extends string> = readonly ["'none'"] | readonly SourceIn<Name>[]

/** The pages that may frame this one; `["'none'"]`, alone, lets nobody. Never empty. */
export type AncestorSourceList = readonly ["'none'"] | readonly (HostSource | "'self'")[]

/** A Trusted Types policy name is any text, so only the run-time check can tell a wrong one. */
export type TrustedTypesList = readonly ["'none'"] | readonly ("'allow-duplicates'" | '*' | (string & {}))[]

/**
 * The directives of one policy. They are sent in the order written (`script-src` before its variants); a directive left out falls back as its
 * comment says, or else restricts nothing.
 */
export interface Directives {
  /** Stands in for every fetch directive that is left out. */
  readonly 'default-src'?: SourceList<'default-src'>
  /** Frames and workers. Falls back to `default-src`. */
  readonly 'child-src'?: SourceList<'child-src'>
  /** `fetch`, `XMLHttpRequest`, `WebSocket`, `EventSource`, beacons, pings. Falls back to `default-src`. */
  readonly 'connect-src'?: SourceList<'connect-src'>
  /** `<fencedframe>`. Falls back to `frame-src`, `child-src`, `default-src`. */
  readonly 'fenced-frame-src'?: SourceList<'fenced-frame-src'>
  /** Fonts. Falls back to `default-src`. */
  readonly 'font-src'?: SourceList<'font-src'>
  /** What this page may frame. Falls back to `child-src`, `default-src`. */
  readonly 'frame-src'?: SourceList<'frame-src'>
  /** Images and favicons. Falls back to `default-src`. */
  readonly 'img-src'?: SourceList<'img-src'>
  /** Web app manifests. Falls back to `default-src`. */
  readonly 'manifest-src'?: SourceList<'manifest-src'>
  /** Audio, video and text tracks. Falls back to `default-src`. */
  readonly 'media-src'?: SourceList<'media-src'>
  /** `<object>` and `<embed>`. Falls back to `default-src`. */
  readonly 'object-src'?: SourceList<'object-src'>
  /** Scripts, `eval`, WebAssembly. Falls back to `default-src`. */
  readonly 'script-src'?: SourceList<'script-src'>
  /** `<script>` elements alone. Falls back to `script-src`, `default-src`. */
  readonly 'script-src-elem'?: SourceList<'script-src-elem'>
  /** Event handler attributes alone. Falls back to `script-src`, `default-src`. */
  readonly 'script-src-attr'?: SourceList<'script-src-attr'>
  /** Styles. Falls back to `default-src`. */
  readonly 'style-src'?: SourceList<'style-src'>
  /** `<style>` and stylesheet links alone. Falls back to `style-src`, `default-src`. */
  readonly 'style-src-elem'?: SourceList<'style-src-elem'>
  /** `style` attributes alone. Falls back to `style-src`, `default-src`. */
  readonly 'style-src-attr'?: SourceList<'style-src-attr'>
  /** Workers of all kinds. Falls back to `child-src`, `script-src`, `default-src`. */
  readonly 'worker-src'?: SourceList<'worker-src'>
  /** What a `<base>` element may name. No fallback. */
  readonly 'base-uri'?: SourceList<'base-uri'>
  /** Treats the page as if in a sandboxed frame: `true` with every restriction, tokens lift one each; `false` leaves it out. Not in report-only policies. */
  readonly sandbox?: boolean | readonly SandboxToken[]
  /** Where forms may be sent. No fallback. */
  readonly 'form-action'?: SourceList<'form-action'>
  /** Who may frame this page: every ancestor must match. No fallback. */
  readonly 'frame-ancestors'?: AncestorSourceList
  /** Where violations are posted: absolute URLs or paths. Browsers that know `report-to` prefer that. */
  readonly 'report-uri'?: readonly string[]
  /** The endpoint, by its name in the `Reporting-Endpoints` header, that violations are sent to. */
  readonly 'report-to'?: string
  /** WebRTC connections. */
  readonly webrtc?: "'allow'" | "'block'"
  /** Names of the Trusted Types policies the page may create. */
  readonly 'trusted-types'?: TrustedTypesList
  /** Refuses plain strings where script could be injected. */
  readonly 'require-trusted-types-for'?: readonly ["'script'"]
  /** Loads `http:` resources over `https:`; `false` leaves it out. Breaks a site that is served over plain http. Not in report-only policies. */
  readonly 'upgrade-insecure-requests'?: boolean
  /** @deprecated Browsers upgrade or block mixed content by themselves. */
  readonly 'block-all-mixed-content'?: boolean
  /** @deprecated `default-src` governs prefetches. */
  readonly 'prefetch-src'?: SourceList<'prefetch-src'>
}

export type DirectiveName = keyof Directives
