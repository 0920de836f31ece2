import type { AdapterName } from './adapter.ts'

/** Names that a framework puts into `Vary` by itself, on responses of its own choosing. */
export type OwnVary = ReadonlySet<string>

const NONE: OwnVary = new Set()

// Next.js answers differently to its own client-side navigation, and compresses.
const NEXT: OwnVary = new Set([
  'rsc',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'accept-encoding',
])

export function ownVary(adapter: AdapterName): OwnVary {
  return adapter === 'next' ? NEXT : NONE
}
