import type { HashAlgorithm, HashSource } from '@sallyport/core/csp'
import { asciiLowerCase } from './ascii.ts'
import { hashText } from './hash-text.ts'
import { KINDS } from './item.ts'
import type { SealCandidate } from './seal-items.ts'

/** What the policy of a sealed page admits. */
export interface Admitted {
  readonly scripts: readonly HashSource[]
  readonly styles: readonly HashSource[]
  admits(candidate: SealCandidate): boolean
  /** The source that would admit it, if one can. */
  hashOf(candidate: SealCandidate): HashSource | undefined
}

const ALGORITHMS: readonly HashAlgorithm[] = ['sha256', 'sha384', 'sha512']

/** `listed` are the sources that the policy has whatever the page. */
export async function createAdmitted(
  candidates: readonly SealCandidate[],
  listed: readonly string[],
): Promise<Admitted> {
  const known = new Set(listed.map(spelled))
  // What the policy lists may be in another algorithm than the one that the page is sealed with.
  const algorithms = ALGORITHMS.filter(
    (name) => name === 'sha256' || [...known].some((source) => source.startsWith(`'${name}-`)),
  )
  const hashes = await hashTexts(new Set(candidates.flatMap((candidate) => candidate.texts)), algorithms)
  const own = (isStyle: boolean): ReadonlySet<HashSource> => {
    const sources = candidates.filter((one) => one.isOwn && isStyleKind(one) === isStyle)
    return new Set(sources.flatMap(({ texts, files }) => [...texts.flatMap((text) => firstOf(text)), ...files]))
  }
  const firstOf = (text: string): readonly HashSource[] => (hashes.get(text) ?? []).slice(0, 1)
  const scripts = own(false)
  const styles = own(true)
  return {
    scripts: [...scripts].toSorted(),
    styles: [...styles].toSorted(),
    // A text is admitted by any of its hashes (CSP3 §6.7.3.3 step 5), a file only by all of its integrity (§6.7.1.1 step 1.3).
    admits: (candidate) => {
      const { kind, type, texts, files } = candidate
      const list = isStyleKind(candidate) ? styles : scripts
      const has = (source: HashSource): boolean => list.has(source) || known.has(source)
      if (type === 'speculationrules' && known.has("'inline-speculation-rules'")) return true
      if (kind === 'preload' || kind === 'external script') return files.length > 0 && files.every(has)
      if (KINDS[kind].needsUnsafeHashes && !known.has("'unsafe-hashes'")) return false
      return texts.every((text) => (hashes.get(text) ?? []).some(has))
    },
    hashOf: ({ texts, files }) => texts.flatMap(firstOf)[0] ?? files[0],
  }
}

async function hashTexts(
  texts: ReadonlySet<string>,
  algorithms: readonly HashAlgorithm[],
): Promise<ReadonlyMap<string, readonly HashSource[]>> {
  const hashes = new Map<string, readonly HashSource[]>()
  const waiting: Promise<unknown>[] = []
  for (const text of texts) {
    const made = algorithms.map((algorithm) => hashText(text, algorithm))
    if (made.every(isMade)) hashes.set(text, made)
    else waiting.push(Promise.all(made).then((sources) => hashes.set(text, sources)))
  }
  if (waiting.length > 0) await Promise.all(waiting)
  return hashes
}

function isMade(source: HashSource | Promise<HashSource>): source is HashSource {
  return typeof source === 'string'
}

function isStyleKind({ kind }: SealCandidate): boolean {
  return kind === 'style' || kind === 'style attribute'
}

/** Keywords and names of algorithms in lower case, digests as base64 rather than base64url: two spellings of one source (CSP3 §6.7.2.5, §6.7.3.3). */
function spelled(source: string): string {
  const dash = source.indexOf('-')
  const name = asciiLowerCase(source.slice(0, dash + 1))
  if (!ALGORITHMS.some((algorithm) => name === `'${algorithm}-`)) return asciiLowerCase(source)
  return `${name}${source
    .slice(dash + 1)
    .replaceAll('-', '+')
    .replaceAll('_', '/')}`
}
