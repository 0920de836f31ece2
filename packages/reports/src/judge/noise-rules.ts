/** Changes with every change of the table, so that counts can be told apart that were made under another one. */
export const NOISE_RULES_VERSION = '2026-11-26'

/** Why a report is probably nobody's fault, and how it is told. All conditions of a rule have to hold. */
export interface NoiseRule {
  /** Stable: groups are stored under it. */
  readonly name: string
  /** `sure`: the app cannot have done this itself. `likely`: it could, but seldom has. */
  readonly confidence: 'sure' | 'likely'
  readonly what: string
  /** Where it was met, or what says so. */
  readonly source: string
  /** The version of this table that has it first. */
  readonly since: string
  readonly when: NoiseCondition
}

export type NoiseCondition =
  /** One of the places has one of the schemes. */
  | { readonly schemes: readonly string[]; readonly of: readonly ('blocked' | 'source' | 'page')[] }
  /** One of the places is on one of the hosts, or below it. */
  | { readonly hosts: readonly string[]; readonly of: readonly ('blocked' | 'source' | 'page')[] }
  /** The sample of inline code holds one of the texts. */
  | { readonly sample: readonly string[] }
  /** What was blocked is in a private network, or on the visitor's own machine, and the page is not. */
  | { readonly blocked: 'private-address' }
  /** What was blocked is on the page's own host, on a port where the page has none. */
  | { readonly blocked: 'own-host-other-port' }
  /** The page is on no origin of ours. */
  | { readonly page: 'foreign' }

const FIRST = '2026-11-26'
const NELMIO = 'https://github.com/nelmio/NelmioSecurityBundle'

/** The first that fits names the noise. */
export const NOISE_RULES: readonly NoiseRule[] = [
  {
    name: 'browser-extension',
    confidence: 'sure',
    what: 'An extension of the browser loads something into the page, or its code runs there.',
    source: `${NELMIO}/pull/390`,
    since: FIRST,
    when: {
      schemes: [
        'chrome-extension',
        'moz-extension',
        'safari-extension',
        'safari-web-extension',
        'ms-browser-extension',
        'edge-extension',
        'se-extension',
        'mxaddon-pkg',
      ],
      of: ['blocked', 'source', 'page'],
    },
  },
  {
    name: 'browser-internal',
    confidence: 'sure',
    what: 'A part of the browser itself, such as a reader mode, a translation or its developer tools.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/28',
    since: FIRST,
    when: {
      schemes: [
        'resource',
        'chrome',
        'chrome-untrusted',
        'devtools',
        'jar',
        'view-source',
        'chromeinvoke',
        'chromeinvokeimmediate',
        'chromenull',
      ],
      of: ['blocked', 'source', 'page'],
    },
  },
  {
    name: 'in-app-browser',
    confidence: 'sure',
    what: 'The app around a web view talks to itself through addresses that are none.',
    source: 'https://github.com/getsentry/sentry/issues/2442',
    since: FIRST,
    when: {
      schemes: [
        'webviewprogress',
        'webviewprogressproxy',
        'android-webview',
        'android-webview-video-poster',
        'gsa',
        'mx',
        'mxjscall',
        'mbinit',
        'sinaweibo',
        'ms-appx-web',
        'opera',
      ],
      of: ['blocked', 'source'],
    },
  },
  {
    name: 'security-software',
    confidence: 'sure',
    what: 'Software on the visitor’s machine that looks into pages has a scheme of its own.',
    source: `${NELMIO}/blob/master/src/ContentSecurityPolicy/Violation/Filter/SchemesNoiseDetector.php`,
    since: FIRST,
    when: { schemes: ['symres'], of: ['blocked', 'source'] },
  },
  {
    name: 'copied-page',
    confidence: 'sure',
    what: 'A copy of the page, translated or cached, that carries its policy along.',
    source: 'https://github.com/bikeindex/bike_index/pull/3700',
    since: FIRST,
    when: {
      hosts: ['translate.goog', 'translate.googleusercontent.com', 'webcache.googleusercontent.com'],
      of: ['page'],
    },
  },
  {
    name: 'no-web-page',
    confidence: 'sure',
    what: 'The document has no origin: a saved page, an empty frame, or one written by an extension.',
    source: 'https://dropbox.tech/security/on-csp-reporting-and-filtering',
    since: FIRST,
    when: { schemes: ['about', 'data', 'file', 'blob', 'filesystem'], of: ['page'] },
  },
  {
    name: 'foreign-page',
    confidence: 'sure',
    what: 'The page is on no origin that was configured as ours.',
    source: 'https://dropbox.tech/security/on-csp-reporting-and-filtering',
    since: FIRST,
    when: { page: 'foreign' },
  },
  {
    name: 'injected-script',
    confidence: 'likely',
    what: 'The start of an inline script that extensions, ad blockers, password managers and developer tools write into pages.',
    source: `${NELMIO}/blob/master/src/ContentSecurityPolicy/Violation/Filter/InjectedScriptsNoiseDetector.php`,
    since: FIRST,
    when: {
      sample: [
        'installGlobalHook(window)',
        'lastpass_it',
        'window.oldSetTimeout=',
        'window.devToolsOptions',
        'AG_onLoad',
        'FuckAdBlo',
        'BlockAdBlo',
        ' abNoOp',
      ],
    },
  },
  {
    name: 'antivirus',
    confidence: 'likely',
    what: 'Antivirus software that rewrites pages on their way.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/27',
    since: FIRST,
    when: { hosts: ['kaspersky-labs.com'], of: ['blocked', 'source'] },
  },
  {
    name: 'rewriting-proxy',
    confidence: 'likely',
    what: 'A browser or provider that fetches pages through servers of its own and changes them.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/28',
    since: FIRST,
    when: { hosts: ['opera-mini.net'], of: ['blocked', 'source', 'page'] },
  },
  {
    name: 'private-address',
    confidence: 'likely',
    what: 'A corporate proxy, a router or antivirus software on the visitor’s machine.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/8',
    since: FIRST,
    when: { blocked: 'private-address' },
  },
  {
    name: 'own-host-other-port',
    confidence: 'likely',
    what: 'A proxy that answers on a port of its own under the page’s name.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/8',
    since: FIRST,
    when: { blocked: 'own-host-other-port' },
  },
  {
    name: 'about-address',
    confidence: 'likely',
    what: 'An empty frame that an extension or the browser made; an app may make one too.',
    source: 'https://github.com/report-uri/report-uri-bugs/issues/27',
    since: FIRST,
    when: { schemes: ['about'], of: ['blocked'] },
  },
]
