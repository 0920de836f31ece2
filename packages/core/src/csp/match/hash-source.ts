import type { HashName } from '../source-expression.ts'
import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { digestOf } from './sha2.ts'
import type { HashEntry } from './source-list.ts'

/** The hash sources that admit an inline text: CSP3 §6.7.3.3 step 5.2. The text is hashed once for each algorithm in the list. */
export function matchText(
  hashes: readonly HashEntry[],
  text: string,
  profile: Profile,
): { readonly match: HashEntry | null; readonly near: readonly HashEntry[] } {
  const digests = new Map<HashName, string>()
  const near: HashEntry[] = []
  for (const hash of hashes) {
    const digest = digests.get(hash.algorithm) ?? digestOf(text, hash.algorithm)
    digests.set(hash.algorithm, digest)
    const expected = fold(hash.value)
    if (digest === expected) return { match: hash, near: [] }
    if (withoutPadding(digest) !== withoutPadding(expected)) continue
    if (differs(profile, 'hashes-decoded')) return { match: hash, near: [] }
    near.push(hash)
  }
  return { match: null, near }
}

/** base64url read as base64. */
export function fold(value: string): string {
  return value.replaceAll('-', '+').replaceAll('_', '/')
}

export function withoutPadding(value: string): string {
  let end = value.length
  while (end > 0 && value.charAt(end - 1) === '=') end--
  return value.slice(0, end)
}
