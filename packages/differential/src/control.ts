import type { Case, Sighting } from './case.ts'

/** What the server says to the runner in the browser. */
export type ToRunner =
  | { readonly kind: 'cases'; readonly cases: readonly Case[] }
  /** The server was asked for what the probe is about, after all redirects. */
  | { readonly kind: 'arrival'; readonly probe: string }
  /** A framed case was reported to be blocked. */
  | { readonly kind: 'report'; readonly probe: string }
  /** Go on with the cases of another origin. */
  | { readonly kind: 'next'; readonly url: string }

export type FromRunner =
  /** A violation of this case's page will not go unheard from now on. */
  | { readonly kind: 'listening'; readonly id: string }
  | { readonly kind: 'sighting'; readonly sighting: Sighting }
  /** All cases that were told are over. */
  | { readonly kind: 'over' }
