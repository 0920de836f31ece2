import type { Initiator, Inline } from '@sallyport/core/csp'

/** How it is known whether an act went through: by what it does in the page, or by the server being asked. */
export type Evidence = 'effect' | 'arrival'

interface ActCommon {
  /** The directive that governs it first of all. */
  readonly directive: string
  readonly evidence: Evidence
  /** Written into the page's HTML instead of being done by a script. */
  readonly markup?: true
}

/** Something that is fetched or navigated to. */
export interface RequestAct extends ActCommon {
  readonly kind: 'request'
  readonly destination: string
  readonly initiator?: Initiator
  readonly content: Content
  readonly parserInserted?: boolean
  /** Events tell the origin at most, and one of these directives. */
  readonly secretive?: readonly string[]
  /** A worker has to be of the page's own origin. */
  readonly sameOrigin?: true
  /** The attributes of its element that its request carries. */
  readonly attributes?: readonly ('nonce' | 'integrity')[]
  readonly webSocket?: true
  /** Needs a secure context. */
  readonly secure?: true
  /** The URLs without a server behind them that it can be tried with. */
  readonly local?: readonly ('data' | 'blob')[]
  /** Over http from an https page, browsers upgrade it rather than block it (Mixed Content §4.1). */
  readonly upgradable?: true
}

/** Code or style in the page itself. */
export interface InlineAct extends ActCommon {
  readonly kind: 'inline'
  readonly type: Inline['type']
  readonly language: 'script' | 'style' | 'declarations'
  readonly nonceable?: true
  readonly parserInserted?: boolean
}

/** What is served, and what a data: or blob: URL holds. */
export type Content =
  | 'script'
  | 'worker'
  | 'shared worker'
  | 'style'
  | 'image'
  | 'font'
  | 'sound'
  | 'track'
  | 'page'
  | 'events'
  | 'text'

export type Act = RequestAct | InlineAct
