import type { HashSource } from '@sallyport/core/csp'
import type { ItemKind } from './item.ts'
import type { Position } from './position.ts'

/** What a sealed page's policy can be asked about; a `preload` is a `<link>` that fetches a script ahead. */
export type BlockedKind = Exclude<ItemKind, 'frame'> | 'preload'

/** Something in a sealed page that its policy blocks. */
export interface BlockedItem extends Position {
  readonly kind: BlockedKind
  /** Its tag's name. */
  readonly element: string
  /** The attribute that holds the text or URL. */
  readonly attribute?: string
  /** What runs or styles; of an external script or a preload, its URL as written. */
  readonly text: string
  /** The source that would admit it; of a file, that of its `integrity`. Several only where browsers differ or a file has several digests: then the first. */
  readonly hash?: HashSource
  readonly why: string
  /** What to change. */
  readonly fix: string
  /** Of what is in a `srcdoc` frame, its place in the frame's own document; the item's position is then the frame's. */
  readonly inFrame?: Position
}

/** How an item came to be blocked. */
export type BlockedCause = 'unmarked' | 'run into' | 'unknown file' | 'unknown integrity' | 'svg file' | 'attribute'

const WHYS: Readonly<Record<BlockedCause, string>> = {
  unmarked: 'It has not the nonce of the rendering: nothing tells it from injected markup.',
  'run into':
    'It has the nonce, but another attribute twice or the start of a tag in one, so that markup before it may have run into it (CSP3 §6.7.3.1).',
  'unknown file': 'It is no file of the build.',
  'unknown integrity': 'It is no file of the build, and its integrity is not in the policy.',
  'svg file': 'Scripts of SVG have no integrity attribute.',
  attribute: 'A nonce does not count for attributes.',
}

export function whyBlocked(cause: BlockedCause): string {
  return WHYS[cause]
}

/** `hash` is undefined where nothing has one. */
export function fixForBlocked(kind: BlockedKind, cause: BlockedCause, hash: HashSource | undefined): string {
  if (cause === 'run into') return 'Look for markup before it that is not closed.'
  if (cause === 'svg file') return 'Load it with a script element of HTML.'
  switch (kind) {
    case 'script':
      return `If it is yours, add ${hash} to script-src.`
    case 'style':
      return `If it is yours, add ${hash} to style-src.`
    case 'script attribute':
      return `Listen for the event in a script, or add ${hash} to script-src-attr with 'unsafe-hashes'.`
    case 'navigation':
      return `Use a button and a script, or add ${hash} to script-src with 'unsafe-hashes'.`
    case 'style attribute':
      return `Use a class, or add ${hash} to style-src-attr with 'unsafe-hashes'.`
    default:
      return hash === undefined
        ? 'Let a script of the page load it (next/script with afterInteractive does), or give it an integrity whose hash is in script-src.'
        : `If it is yours, add ${hash} to script-src.`
  }
}
