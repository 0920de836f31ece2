import type { ParsedPolicy, Token } from './parse.ts'

/** Whose behaviour is asked for: the standards', or an engine's, where they differ. */
export type Profile = 'spec' | 'chromium' | 'gecko' | 'webkit'

export interface MatchOptions {
  /** Default `'spec'`. */
  readonly profile?: Profile
}

/** The document that asks. */
export interface Page {
  /** Its address: `'self'` is the origin of it. */
  readonly url: string
}

/** A fetch or a navigation, in Fetch's terms. What is left out is not known, and may make the verdict `'depends'`. */
export interface ResourceRequest {
  /** The address asked for; after redirects the last one. */
  readonly url: string
  /** Fetch §2.2.5: `script`, `style`, `image`, `font`, `iframe`, `worker`, … and `''`, whose kind `initiator` tells. */
  readonly destination: string
  readonly initiator?: Initiator
  /** How many redirects led to `url`. 0 for none. */
  readonly redirectCount?: number
  /** Of the element; `''` when it has none. */
  readonly nonce?: string
  /** Of the element; `''` when it has none. */
  readonly integrity?: string
  /** Whether the HTML parser made the script, and not another script. */
  readonly parserInserted?: boolean
}

export type Initiator =
  | 'fetch'
  | 'xhr'
  | 'websocket'
  | 'eventsource'
  | 'beacon'
  | 'ping'
  | 'prefetch'
  | 'form-action'
  | 'base'
  | 'navigation'

/** Code or style that is no resource. What is left out is not known. */
export interface Inline {
  readonly type:
    | 'script'
    | 'script attribute'
    | 'style'
    | 'style attribute'
    | 'navigation' // javascript:
    | 'eval'
    | 'wasm-eval'
  /** The text itself, as the HTML parser leaves it. */
  readonly source?: string
  /** Of the element; `''` when it has none, or when it is not nonceable (§6.7.3.1). */
  readonly nonce?: string
  readonly parserInserted?: boolean
}

/** Why a verdict came out as it did. Stable codes. */
export type VerdictReason = string

/** A source that would have matched but for one thing. */
export interface NearMiss {
  readonly source: Token
  /** The thing that differs. */
  readonly differs: 'scheme' | 'port' | 'path' | 'host' | 'subdomain' | 'nonce' | 'hash' | 'quotes' | 'case'
}

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
  readonly nearMisses?: readonly NearMiss[]
  /** The properties of the request, or of what it leads to, that would decide. */
  readonly dependsOn?: readonly string[]
  /** Violations of report-only policies: they block nothing. */
  readonly reports?: readonly Verdict[]
}
