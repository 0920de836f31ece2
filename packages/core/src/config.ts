import type { OriginResolver, ResolvedOrigins } from './cors/origin-resolver.ts'
import type { CspChange } from './csp/change/change.ts'
import type { CspConfig } from './csp/config.ts'

/** What the user writes. Every part is optional; a part left out does nothing. */
export interface Config {
  /** Who may read what this server answers. `false` is the same as leaving it out. */
  readonly cors?: CorsConfig | false
  /**
   * What this server's pages may load, run, frame and call. Several policies are all applied: any number enforced, any number report-only.
   * A change alone is made to the policy of an earlier registration that the response has passed.
   */
  readonly csp?: CspSetting
  /** Refuses unsafe requests that other sites make in a visitor's name. `true` trusts the own origin only. */
  readonly csrf?: CsrfConfig | boolean
  /** Where browsers report CSP violations. */
  readonly reporting?: ReportingConfig
  /** Rules for parts of the URL space; the most specific path that knows the method wins, whatever the order. */
  readonly routes?: readonly RouteConfig[]
}

/** Policies, changes to them in the order in which they are made, or `false` for none. */
export type CspSetting = CspConfig | CspChange | readonly (CspConfig | CspChange)[] | false

/** The parts of a {@link Config} that a route can set; a part left out is taken from the base, `false` turns it off. */
export interface RoutePolicy {
  readonly cors?: CorsConfig | false
  /** Policies take the place of the base's; changes alone, `{ append, replace, remove, restrict }`, are made to those. */
  readonly csp?: CspSetting
  readonly csrf?: CsrfConfig | boolean
}

export interface RouteConfig extends RoutePolicy {
  /** `/data`, `/users/:id` (one segment) or `/v1/*` (`/v1` and everything below). Case-sensitive; a trailing slash counts. */
  readonly path: string
  /** The methods this rule is for; all when left out. `GET` covers `HEAD`. */
  readonly methods?: readonly string[]
}

/** Cross-origin resource sharing, in the terms of Fetch §3.2. */
export type CorsConfig = AnonymousCorsConfig | CredentialedCorsConfig | ReflectingCorsConfig

interface CorsOptions {
  /** Methods a page may use beyond GET, HEAD and POST, which browsers let through unlisted (Fetch §4.8). Default: none beyond. `'*'`: any. */
  readonly methods?: '*' | readonly string[]
  /** Request headers a page may set beyond the safelisted ones. Default: none. `'*'`: any. */
  readonly allowedHeaders?: '*' | readonly string[]
  /** Seconds a browser may remember a preflight, 0 to 86400. Chromium honours 7200, WebKit 600. Default: not sent, which browsers read as 5. */
  readonly maxAge?: number
  /** Status of a granted preflight, 200 to 299. Default 204. A refused one is always 403. */
  readonly preflightStatus?: number
  /** Let the app answer preflights itself, with the headers already set. Default false. */
  readonly preflightContinue?: boolean
  /** `'full'`: a preflight is told all methods and headers, so that one serves every later request to the URL. `'minimal'`: only what it asked for. Default `'full'`. */
  readonly preflightDisclosure?: 'full' | 'minimal'
  /** `Cache-Control` of granted preflights, for shared caches that keep answers to OPTIONS: `public, max-age=600`. Default: not sent. */
  readonly preflightCacheControl?: string
  /** Also let the same origins read resource timings (`Timing-Allow-Origin`). Default false. */
  readonly timingAllow?: boolean
  /**
   * Sent as `Cross-Origin-Resource-Policy`: who may embed the response without CORS. `'by-origins'`: everybody where `origins` is `'*'` without
   * credentials, otherwise the own origin only, since listed origins come by CORS. Default: not sent.
   */
  readonly resourcePolicy?: 'same-origin' | 'same-site' | 'cross-origin' | 'by-origins'
  /** Also trust the opaque origin `null`, which any sandboxed frame and any `data:` document has. */
  readonly dangerouslyAllowNullOrigin?: boolean
  /** Allow wildcards below public suffixes, where anyone can have a name: `https://*.com`, `https://*.github.io`. */
  readonly dangerouslyAllowPublicSuffixes?: boolean
}

/** Responses are shared without cookies or HTTP authentication. */
export interface AnonymousCorsConfig extends CorsOptions {
  /**
   * `'*'`, or exact origins and patterns: `https://app.example.com`, `https://*.example.com`, `http://localhost:*`; or a function that
   * looks an origin up.
   */
  readonly origins: '*' | readonly string[] | OriginResolver | ResolvedOrigins
  /** Response headers a page may read beyond the safelisted ones. Default: none. `'*'`: all. */
  readonly exposedHeaders?: '*' | readonly string[]
  readonly credentials?: false
}

/** Responses to requests that carry cookies or HTTP authentication are shared too. */
export interface CredentialedCorsConfig extends CorsOptions {
  /** Exact origins and patterns, or a function that looks an origin up. */
  readonly origins: readonly string[] | OriginResolver | ResolvedOrigins
  readonly exposedHeaders?: readonly string[]
  readonly credentials: true
  /** Also share with `http:` origins other than loopback ones. */
  readonly dangerouslyAllowInsecureOrigins?: boolean
}

/** Every origin is answered by name, with credentials: any website can then read what the visitor can. */
export interface ReflectingCorsConfig extends CorsOptions {
  readonly origins: '*'
  readonly exposedHeaders?: readonly string[]
  readonly credentials: true
  readonly dangerouslyReflectAnyOrigin: true
}

/**
 * The cross-origin request guard: `Sec-Fetch-Site` first (Fetch Metadata §2.3), then `Origin` against the server's own; for unsafe
 * methods and WebSocket handshakes.
 */
export interface CsrfConfig {
  /**
   * The origins this server is at, as visitors see them. Then nothing of the request is believed: neither `Host` nor what a proxy says.
   * Needed behind a proxy that changes `Host`, where the framework is not told to trust it. Default: scheme, host and port of the
   * request, by the framework's own rules for trusted proxies.
   */
  readonly ownOrigin?: string | readonly string[]
  /** Exact origins, beyond the own one, that may send unsafe requests. `'cors'`: those the CORS part trusts. Default: none. */
  readonly trustedOrigins?: readonly string[] | 'cors'
}

export interface ReportingConfig {
  /** Where violation reports go, which `cors` and `csrf` then leave out: an absolute URL or a path of this server. */
  readonly endpoint: string
}
