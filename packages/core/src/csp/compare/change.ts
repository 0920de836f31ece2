import type { SandboxFlag } from '../match/sandbox.ts'
import type { Token } from '../parse.ts'
import type { Inline, Page, ResourceRequest } from '../verdict.ts'

/**
 * Something that one policy list allows and another one blocks. Requests, inline content and ancestors are what `matchRequest`,
 * `matchInline` and `matchAncestors` take.
 */
export type Witness =
  | { readonly page: Page; readonly request: ResourceRequest }
  /** With `hash`: any text with this digest, which nobody can tell from the policy. */
  | { readonly page: Page; readonly inline: Inline; readonly hash?: string }
  | { readonly self: string; readonly ancestors: readonly string[] }
  | { readonly sandboxFlag: SandboxFlag }
  /** A Trusted Types policy of that name; `again` for a second one. */
  | { readonly typesPolicy: string; readonly again: boolean }
  /** A plain string in a sink for scripts, such as `innerHTML`. */
  | { readonly sink: 'script' }
  | { readonly connection: 'webrtc' }
  /** An address that is asked for as it is, and not over https. */
  | { readonly insecureUrl: string }

export interface Change {
  /**
   * `'loosened'`: the witness was blocked and is allowed; `'tightened'`: the other way round. `'unproven'`: the new list may allow more, and
   * no example was found. `'equal'`: a word came or went without effect.
   */
  readonly kind: 'loosened' | 'tightened' | 'unproven' | 'equal'
  /** The effective directive, as browsers name it: `img-src`, also where `default-src` speaks for it. */
  readonly directive: string
  /** Where it is written, `default-src`: in the new list, or in the old one for what was tightened. Null where no directive speaks of it. */
  readonly writtenIn: string | null
  /** The word that allows the witness, with its place in the list that `writtenIn` is in. Null where nothing restricts it. */
  readonly source: Token | null
  /** Null for `'unproven'` and `'equal'`. */
  readonly witness: Witness | null
}
