// Fields that standards define for one direction only. An app may still give them another meaning, so listing one on the wrong side
// is worth a warning and no more. Left out are those that do appear on both: Accept and Accept-Encoding (RFC 9110 §12.5), the
// representation's metadata such as Content-Range, and X-CSRF-Token, which servers hand out under the name that pages send back.

const HTTP = 'https://www.rfc-editor.org/rfc/rfc9110#name-'
const CACHING = 'https://www.rfc-editor.org/rfc/rfc9111#name-'
const HTML = 'https://html.spec.whatwg.org/#'

/** Fields of responses: a page does not send them. */
export const RESPONSE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['accept-patch', 'https://www.rfc-editor.org/rfc/rfc5789#section-3.1'],
  ['accept-post', 'https://www.w3.org/TR/ldp/#header-accept-post'],
  ['accept-ranges', `${HTTP}accept-ranges`],
  ['age', `${CACHING}age`],
  ['allow', `${HTTP}allow`],
  ['alt-svc', 'https://www.rfc-editor.org/rfc/rfc7838#section-3'],
  ['authentication-info', `${HTTP}authentication-info`],
  ['clear-site-data', 'https://w3c.github.io/webappsec-clear-site-data/#header'],
  ['content-security-policy', 'https://w3c.github.io/webappsec-csp/#csp-header'],
  ['content-security-policy-report-only', 'https://w3c.github.io/webappsec-csp/#cspro-header'],
  ['cross-origin-embedder-policy', `${HTML}the-coep-headers`],
  ['cross-origin-opener-policy', `${HTML}the-coop-headers`],
  ['cross-origin-resource-policy', 'https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header'],
  ['etag', `${HTTP}etag`],
  ['expires', `${CACHING}expires`],
  ['location', `${HTTP}location`],
  ['nel', 'https://w3c.github.io/network-error-logging/#nel-response-header'],
  ['permissions-policy', 'https://w3c.github.io/webappsec-permissions-policy/#permissions-policy-http-header-field'],
  ['referrer-policy', 'https://w3c.github.io/webappsec-referrer-policy/#referrer-policy-header'],
  ['refresh', `${HTML}the-refresh-header`],
  ['report-to', 'https://www.w3.org/TR/2018/WD-reporting-1-20180925/#header'],
  ['reporting-endpoints', 'https://w3c.github.io/reporting/#header'],
  ['retry-after', `${HTTP}retry-after`],
  ['server', `${HTTP}server`],
  ['server-timing', 'https://w3c.github.io/server-timing/#the-server-timing-header-field'],
  ['strict-transport-security', 'https://www.rfc-editor.org/rfc/rfc6797#section-6.1'],
  ['timing-allow-origin', 'https://w3c.github.io/resource-timing/#sec-timing-allow-origin'],
  ['vary', `${HTTP}vary`],
  ['www-authenticate', `${HTTP}www-authenticate`],
  ['x-content-type-options', 'https://fetch.spec.whatwg.org/#x-content-type-options-header'],
  ['x-frame-options', `${HTML}the-x-frame-options-header`],
])

/** Fields of requests: a page does not read them from a response. */
export const REQUEST_FIELDS: ReadonlyMap<string, string> = new Map([
  ['accept-charset', `${HTTP}accept-charset`],
  ['accept-language', `${HTTP}accept-language`],
  ['authorization', `${HTTP}authorization`],
  ['cookie', 'https://www.rfc-editor.org/rfc/rfc6265#section-4.2'],
  ['dnt', 'https://www.w3.org/TR/tracking-dnt/#dnt-header-field'],
  ['expect', `${HTTP}expect`],
  ['forwarded', 'https://www.rfc-editor.org/rfc/rfc7239#section-4'],
  ['from', `${HTTP}from`],
  ['host', `${HTTP}host-and-authority`],
  ['if-match', `${HTTP}if-match`],
  ['if-modified-since', `${HTTP}if-modified-since`],
  ['if-none-match', `${HTTP}if-none-match`],
  ['if-range', `${HTTP}if-range`],
  ['if-unmodified-since', `${HTTP}if-unmodified-since`],
  ['last-event-id', `${HTML}the-last-event-id-header`],
  ['max-forwards', `${HTTP}max-forwards`],
  ['prefer', 'https://www.rfc-editor.org/rfc/rfc7240#section-2'],
  ['proxy-authorization', `${HTTP}proxy-authorization`],
  ['range', `${HTTP}range`],
  ['referer', `${HTTP}referer`],
  ['sec-fetch-dest', 'https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-dest-header'],
  ['sec-fetch-mode', 'https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header'],
  ['sec-fetch-site', 'https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header'],
  ['sec-fetch-user', 'https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-user-header'],
  ['te', `${HTTP}te`],
  ['upgrade-insecure-requests', 'https://w3c.github.io/webappsec-upgrade-insecure-requests/#preference'],
  ['user-agent', `${HTTP}user-agent`],
])
