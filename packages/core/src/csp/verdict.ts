import type { ParsedPolicy, Token } from './parse.ts'

/** Whose behaviour is asked for: the standards', or an engine's, where they differ. `DIFFERENCES` lists where. */
export type Profile = 'spec' | 'chromium' | 'gecko' | 'webkit'

export interface MatchOptions {
  /** Default `'spec'`. */
  readonly profile?: Profile
}

/** The document that asks. */
export interface Page {
  /**
   * Its address: `'self'` is the origin of it. A document that inherits its policies (`about:blank`, `about:srcdoc`, `blob:`, `data:`) keeps
   * its creator's `'self'` too (CSP3 §2.2), so give the creator's address.
   */
  readonly url: string
}

/** A fetch or a navigation, in Fetch's terms. What is left out is not known, and may make the verdict `'depends'`. */
export interface ResourceRequest {
  /** The address asked for, relative to the page's or absolute; after redirects the last one. A redirected request is asked about once a hop. */
  readonly url: string
  /** Fetch §2.2.5: `script`, `style`, `image`, `font`, `iframe`, `worker`, … and `''`, whose kind `initiator` tells. */
  readonly destination: string
  /** Left out, `destination` alone chooses the directive. */
  readonly initiator?: Initiator
  /** How many redirects led to `url`. 0 for none. */
  readonly redirectCount?: number
  /** Of the element; `''` when it has none. */
  readonly nonce?: string
  /** Of the element; `''` when it has none. */
  readonly integrity?: string
  /** Whether the HTML parser made the script, and not another script. Workers never are. */
  readonly parserInserted?: boolean
  /** For `webtransport`: whether the page named the server's certificates by hash (`serverCertificateHashes`). */
  readonly certificateHashes?: boolean
  /** For `object` and `embed`: whether the answer is a page, which Chromium holds to `frame-src` as well. */
  readonly nestsDocument?: boolean
}

export type Initiator =
  | 'fetch'
  | 'xhr'
  | 'websocket'
  | 'webtransport'
  | 'eventsource'
  | 'beacon'
  | 'ping'
  | 'prefetch'
  | 'prerender'
  | 'form-action'
  | 'base'
  | 'navigation'

/** Code or style that is no resource. What is left out is not known. */
export interface Inline {
  readonly type:
    | 'script'
    | 'script speculationrules'
    | 'script attribute'
    | 'style'
    | 'style attribute'
    | 'navigation' // javascript:
    | 'eval'
    | 'wasm-eval'
  /** The text itself, as the HTML parser leaves it. For a `navigation` the whole address, `javascript:` included. */
  readonly source?: string
  /** Of the element; `''` when it has none, or when it is not nonceable (§6.7.3.1). */
  readonly nonce?: string
  /** Whether the HTML parser made the element, and not a script. */
  readonly parserInserted?: boolean
  /** For `eval` and `navigation`: whether it is a `TrustedScript`, or a default Trusted Types policy makes it one. */
  readonly trusted?: boolean
}

/** Why a verdict came out as it did. Stable codes. */
export type VerdictReason =
  // allowed
  | 'no-directive' // no enforced policy has a directive for it
  | 'exempt' // CSP does not control it: top-level navigations, reports, a page that is not framed
  | 'listed' // a source of the list matches its URL
  | 'nonce'
  | 'hash' // of its text, or of its integrity metadata
  | 'keyword' // `source` is the keyword
  | 'trusted-script'
  // blocked
  | 'empty-list' // 'none', or no source at all
  | 'not-listed' // no source matches its URL
  | 'invalid-url' // its URL cannot be parsed, so that no source can match
  | 'invalid-page-url' // the page's URL cannot be parsed, so that 'self' and hosts without a scheme match nothing
  | 'parser-inserted' // 'strict-dynamic' trusts no script of the HTML parser without a nonce or hash
  | 'inline' // neither 'unsafe-inline' nor a nonce or hash admits it
  | 'eval' // no keyword admits it
  | 'trusted-types' // 'require-trusted-types-for' wants a TrustedScript
  | 'certificate-hashes' // 'unsafe-webtransport-hashes' is missing
  | 'webrtc'
  // depends
  | 'unknown-facts' // `dependsOn` names them

/** A source that would have matched but for one thing. */
export interface NearMiss {
  readonly source: Token
  /** The thing that differs. */
  readonly differs:
    | 'scheme'
    | 'subdomain' // asked for is a subdomain of the listed host
    | 'apex' // asked for is the host that the wildcard stands below
    | 'ip-address' // an address that is no domain name matches no host
    | 'trailing-dot'
    | 'port'
    | 'path'
    | 'case' // of the path or nonce
    | 'quotes' // a keyword, nonce or hash that was not quoted
    | 'nonce'
    | 'hash' // base64url, padding, or not every integrity value is listed
    | 'unsafe-hashes' // the hash is right, and counts only beside 'unsafe-hashes'
    | 'strict-dynamic' // it counts for nothing beside 'strict-dynamic'
    | 'overridden' // 'unsafe-inline' counts for nothing beside nonces, hashes and 'strict-dynamic'
}

/** What one policy, or all together, say to a request. */
export interface Verdict {
  /** `'depends'`: what was not told would decide. */
  readonly outcome: 'allowed' | 'blocked' | 'depends'
  /** The policy that decided: for a block, the first that blocks. Null when no policy speaks of the request. */
  readonly policy: ParsedPolicy | null
  /** The directive that decided, by its own name: `default-src` for an image where there is no `img-src`. */
  readonly directive: string | null
  /** What a browser calls the violated directive: `img-src`. */
  readonly effectiveDirective: string | null
  /** The word that decided, where one did. */
  readonly source: Token | null
  readonly reason: VerdictReason
  /** For a block: what would have let it through but for one thing. */
  readonly nearMisses?: readonly NearMiss[]
  /** The properties of the request, or of what it leads to, that would decide. Each on its own could. */
  readonly dependsOn?: readonly string[]
  /** For `matchAncestors`: the ancestor that no source admits. */
  readonly ancestor?: string
  /** What report-only policies would block, or might: they block nothing. */
  readonly reports?: readonly Verdict[]
}
