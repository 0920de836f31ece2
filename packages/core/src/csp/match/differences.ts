import type { Profile } from '../verdict.ts'

/** Something that not all profiles do alike. */
export interface Difference {
  readonly id: string
  /** What the profiles named do, and the others do not. */
  readonly what: string
  readonly profiles: readonly Profile[]
  readonly see: string
}

/** The names of the rows below. */
export type DifferenceId =
  | 'websocket-is-http'
  | 'passive-content-upgraded-first'
  | 'loopback-not-upgraded'
  | 'upgraded-after-check'
  | 'some-upgraded-after-check'
  | 'ws-source-covers-http'
  | 'star-covers-websockets'
  | 'star-covers-ftp'
  | 'star-covers-own-schemes'
  | 'star-covers-data-media'
  | 'star-covers-opaque-ancestors'
  | 'ip-hosts-match'
  | 'port-80-upgrades'
  | 'port-80-covers-443'
  | 'no-port-covers-443'
  | 'same-port-bars-upgrade'
  | 'same-port-bars-navigation'
  | 'own-default-port-covered'
  | 'self-covers-own-port'
  | 'ports-are-text'
  | 'path-decoded-whole'
  | 'ancestor-path-ignored'
  | 'paths-kept-after-redirect'
  | 'query-ignored'
  | 'any-path-valid'
  | 'trailing-dot-valid'
  | 'bare-star-host-dropped'
  | 'dropped-directive-takes-name'
  | 'dashed-hash-names'
  | 'hashes-decoded'
  | 'integrity-hash-folded'
  | 'workers-are-scripts'
  | 'strict-dynamic-bars-styles'
  | 'wasm-unrestricted'
  | 'hints-by-default-src-alone'
  | 'strict-dynamic-admits-hints'
  | 'nested-object-is-frame'
  | 'form-redirects-unchecked'
  | 'sandbox-flags-add-up'

const CSP3 = 'https://w3c.github.io/webappsec-csp/#'
const CHROMIUM =
  'https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/content_security_policy/'
const GECKO = 'https://searchfox.org/mozilla-central/source/dom/security/'
const WEBKIT = 'https://github.com/WebKit/WebKit/blob/main/Source/WebCore/page/csp/'

const ENGINES: readonly Profile[] = ['chromium', 'gecko', 'webkit']

const ROWS: Readonly<Record<DifferenceId, Omit<Difference, 'id'>>> = {
  // URLs
  'websocket-is-http': {
    what: 'A WebSocket is checked as the http(s) request that opens it, so that https: and * cover it.',
    profiles: ['spec'],
    see: 'https://websockets.spec.whatwg.org/#concept-websocket-establish',
  },
  'passive-content-upgraded-first': {
    what: 'Images, audio and video over http on an https page are upgraded to https before the check.',
    profiles: ['spec', 'chromium', 'webkit'],
    see: 'https://www.w3.org/TR/mixed-content/#upgrade-algorithm',
  },
  'loopback-not-upgraded': {
    what: 'upgrade-insecure-requests leaves http://127.0.0.1, http://localhost and their like alone.',
    profiles: ['chromium', 'gecko'],
    see: 'https://www.w3.org/TR/upgrade-insecure-requests/#upgrade-request',
  },
  'upgraded-after-check': {
    what: 'All but forms is checked as it is written and upgraded afterwards; in the policy that asks for the upgrade https covers http, and wss ws.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'some-upgraded-after-check': {
    what: 'Audio, video, text tracks, fetch() and beacons are checked as they are written and upgraded afterwards, other requests before.',
    profiles: ['chromium'],
    see: 'https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/core/fetch/fetch_manager.cc',
  },
  // Schemes
  'ws-source-covers-http': {
    what: 'The schemes ws and wss in a source cover http and https as well.',
    profiles: ['spec', 'webkit'],
    see: `${CSP3}match-schemes`,
  },
  'star-covers-websockets': {
    what: '* covers ws and wss.',
    profiles: ENGINES,
    see: `${CHROMIUM}csp_source_list.cc`,
  },
  'star-covers-ftp': { what: '* covers ftp.', profiles: ['chromium'], see: `${CHROMIUM}csp_source_list.cc` },
  'star-covers-own-schemes': {
    what: '* covers every scheme but data, blob and filesystem.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'star-covers-data-media': {
    what: '* covers data: in img-src, data: and blob: in media-src (not in default-src).',
    profiles: ['webkit'],
    see: `${WEBKIT}ContentSecurityPolicySourceList.cpp`,
  },
  'star-covers-opaque-ancestors': {
    what: '* in frame-ancestors covers pages without an origin: data: and sandboxed ones.',
    profiles: ['gecko'],
    see: `${CSP3}frame-ancestors-navigation-response`,
  },
  // Hosts
  'ip-hosts-match': {
    what: 'A host that is an IP address, or that has another scheme than the web’s, matches a source of the same text.',
    profiles: ENGINES,
    see: `${CSP3}match-hosts`,
  },
  // Ports
  'port-80-upgrades': {
    what: 'Port 80 in a source covers port 443 when the scheme is upgraded too.',
    profiles: ['chromium'],
    see: `${CHROMIUM}csp_source.cc`,
  },
  'port-80-covers-443': {
    what: 'Port 80 in a source covers port 443, whatever the scheme.',
    profiles: ['gecko', 'webkit'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'no-port-covers-443': {
    what: 'A source without a port whose scheme is http or ws covers port 443 under the same scheme: http://a covers http://a:443.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'same-port-bars-upgrade': {
    what: 'A source that names the port asked for does not cover the secure scheme on it, unless that is its default port.',
    profiles: ['chromium'],
    see: `${CHROMIUM}csp_source.cc`,
  },
  'same-port-bars-navigation': {
    what: "For WebSockets, and in frame-src, form-action and frame-ancestors, a source that names port 443 does not cover the secure scheme on it where its own is http or ws; in those three 'self' covers no upgrade on a port that the page's address names.",
    profiles: ['chromium'],
    see: `${CHROMIUM}csp_source.cc`,
  },
  'own-default-port-covered': {
    what: 'A source without a port covers the default port of its own scheme under the secure scheme: http://a covers https://a:80.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'self-covers-own-port': {
    what: "'self' of a page on http without a port covers https on port 80.",
    profiles: ['chromium', 'gecko'],
    see: `${CSP3}match-url-to-source-expression`,
  },
  'ports-are-text': {
    what: 'A port in a source is compared as it is written: 0443 is not 443.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  // Paths
  'path-decoded-whole': {
    what: 'Paths are percent-decoded before they are compared, not segment by segment: %2F equals /.',
    profiles: ENGINES,
    see: `${CSP3}match-paths`,
  },
  'ancestor-path-ignored': {
    what: 'A path in frame-ancestors is passed over; elsewhere it is compared with /.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  'paths-kept-after-redirect': {
    what: 'Beacons and pings are held to paths after redirects as well; elsewhere paths are passed over then.',
    profiles: ['chromium'],
    see: 'https://source.chromium.org/chromium/chromium/src/+/main:content/browser/loader/keep_alive_url_loader.cc',
  },
  // What is a source
  'query-ignored': {
    what: 'A query or fragment after a path in a source is cut off; elsewhere such a source matches nothing.',
    profiles: ENGINES,
    see: `${CSP3}grammardef-path-part`,
  },
  'any-path-valid': {
    what: 'A path in a source may hold what is no path: //, a lone %, [ or ].',
    profiles: ['chromium', 'webkit'],
    see: `${CHROMIUM}content_security_policy.cc`,
  },
  'trailing-dot-valid': {
    what: 'A host in a source may end with a dot; elsewhere such a source matches nothing.',
    profiles: ['spec'],
    see: `${CSP3}grammardef-host-part`,
  },
  'bare-star-host-dropped': {
    what: '* with a port or path but without a scheme matches nothing.',
    profiles: ['webkit'],
    see: `${WEBKIT}ContentSecurityPolicySourceList.cpp`,
  },
  'dropped-directive-takes-name': {
    what: 'A directive that is dropped because it is not all ASCII is the first of its name all the same, and what follows under it a duplicate.',
    profiles: ['chromium'],
    see: `${CSP3}parse-serialized-policy`,
  },
  'dashed-hash-names': {
    what: 'sha-256-, sha-384- and sha-512- are hashes as well.',
    profiles: ['chromium'],
    see: `${CHROMIUM}content_security_policy.cc`,
  },
  'hashes-decoded': {
    what: 'Hashes are compared as bytes, so that padding and base64url make no difference, for integrity neither; text that is no base64 is no hash.',
    profiles: ['chromium'],
    see: `${CHROMIUM}content_security_policy.cc`,
  },
  'integrity-hash-folded': {
    what: 'A hash in base64url is read as base64 before it is compared with an integrity attribute.',
    profiles: ['gecko'],
    see: `${GECKO}nsCSPUtils.cpp`,
  },
  // Scripts
  'workers-are-scripts': {
    what: "Workers pass by nonce, hash and 'strict-dynamic' whichever directive decides, not only script-src.",
    profiles: ENGINES,
    see: `${CSP3}worker-src-pre-request`,
  },
  'strict-dynamic-bars-styles': {
    what: "Beside 'strict-dynamic' in default-src 'unsafe-inline' has no effect on styles either.",
    profiles: ['chromium'],
    see: `${CSP3}allow-all-inline`,
  },
  'wasm-unrestricted': {
    what: "WebAssembly needs neither 'wasm-unsafe-eval' nor 'unsafe-eval'.",
    profiles: ['webkit'],
    see: `${CSP3}can-compile-wasm-bytes`,
  },
  // Prefetches
  'hints-by-default-src-alone': {
    what: 'A prefetch is held to default-src, and not admitted by any other directive.',
    profiles: ['gecko'],
    see: `${CSP3}does-resource-hint-violate-policy`,
  },
  'strict-dynamic-admits-hints': {
    what: "'strict-dynamic' for scripts or workers, by whatever directive, admits prefetches.",
    profiles: ['chromium'],
    see: `${CSP3}does-resource-hint-violate-policy`,
  },
  // Documents
  'nested-object-is-frame': {
    what: 'An object or embed that holds a page is held to frame-src as well.',
    profiles: ['chromium'],
    see: `${CSP3}directive-object-src`,
  },
  'form-redirects-unchecked': {
    what: 'form-action is not asked again after a redirect.',
    profiles: ['gecko'],
    see: `${CSP3}form-action-pre-navigate`,
  },
  'sandbox-flags-add-up': {
    what: 'The flags of several sandbox directives add up; elsewhere the last directive counts.',
    profiles: ENGINES,
    see: 'https://html.spec.whatwg.org/multipage/browsers.html#csp-derived-sandboxing-flags',
  },
}

/** Every difference that this package knows, by itself for documentation; the matcher asks {@link differs}. Frozen: verdicts rest on the rows. */
export const DIFFERENCES: readonly Difference[] = Object.freeze(
  Object.entries(ROWS).map(([id, row]) => Object.freeze({ id, ...row, profiles: Object.freeze([...row.profiles]) })),
)

/** Whether a profile does what the row says. */
export function differs(profile: Profile, id: DifferenceId): boolean {
  return ROWS[id].profiles.includes(profile)
}
