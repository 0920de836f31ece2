import type { HashSource } from '@sallyport/core/csp'
import type { Position } from './position.ts'
import type { ScriptType } from './script-type.ts'

/**
 * CSP3's names for what it checks inline (§4.2.3), and a script by its URL. `navigation` is a `javascript:` URL. A `frame` takes the page's policy over, and
 * what is in it was not looked into: a `data:` document, or a `srcdoc` too deep in others.
 */
export type ItemKind =
  | 'script'
  | 'external script'
  | 'script attribute'
  | 'navigation'
  | 'style'
  | 'style attribute'
  | 'frame'

/** Something in a page that runs or styles, and that a policy can admit by its hash. */
export interface HtmlItem extends Position {
  readonly kind: ItemKind
  /** Its tag's name, as HTML spells it: `script`, `a`, `animateMotion`. */
  readonly element: string
  /** Of attributes and URLs, the attribute's name. */
  readonly attribute?: string
  /** Of scripts, what the browser takes it for. */
  readonly type?: ScriptType
  /** What is hashed, with character references and line ends resolved; of an external script or a frame, its URL or document as written. */
  readonly text: string
  /**
   * The sources that admit it, all of which it needs. Usually one. A file has one for each digest in its `integrity`; a `javascript:` URL has two where
   * browsers differ in what they hash. None: no hash can admit it, and `reason` says why.
   */
  readonly hashes: readonly HashSource[]
  readonly reason?: string
  /** Whether the hash counts only beside `'unsafe-hashes'`. */
  readonly needsUnsafeHashes: boolean
  /** The directive that decides; it falls back to `script-src` or `style-src`, then to `default-src`. */
  readonly directive: 'script-src-elem' | 'script-src-attr' | 'style-src-elem' | 'style-src-attr' | 'frame-src'
  /** The page's name, if it was given one. */
  readonly page?: string
  /** Of an item in a `srcdoc` frame, its place in the frame's own document; the item's position is then the frame's. */
  readonly inFrame?: Position
}

/** The directive of each kind, by CSP3 §6.8.2, and whether its hashes need `'unsafe-hashes'` (§6.7.3.3 step 4). */
export const KINDS: Readonly<Record<ItemKind, Pick<HtmlItem, 'directive' | 'needsUnsafeHashes'>>> = {
  script: { directive: 'script-src-elem', needsUnsafeHashes: false },
  'external script': { directive: 'script-src-elem', needsUnsafeHashes: false },
  'script attribute': { directive: 'script-src-attr', needsUnsafeHashes: true },
  navigation: { directive: 'script-src-elem', needsUnsafeHashes: true },
  style: { directive: 'style-src-elem', needsUnsafeHashes: false },
  'style attribute': { directive: 'style-src-attr', needsUnsafeHashes: true },
  frame: { directive: 'frame-src', needsUnsafeHashes: false },
}
