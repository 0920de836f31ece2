import { type HashSource, isSourceProblem, parseSource } from '@sallyport/core/csp'
import { asciiLowerCase, splitOnAsciiWhitespace } from './ascii.ts'

const ALGORITHMS: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512'])

/**
 * The sources that admit a file whose element has this `integrity`: one for each digest in it, all of which must be in the policy (CSP3 §6.7.1.1
 * step 1.3.4). Undefined when it has none that counts, or one that no policy can list, such as a digest of the wrong length.
 */
export function integritySources(integrity: string): readonly HashSource[] | undefined {
  const known = KNOWN.get(integrity)
  if (known !== undefined) return known.sources
  const sources = readIntegrity(integrity)
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear()
  if (integrity.length <= LONGEST_KNOWN) KNOWN.set(integrity, { sources })
  return sources
}

/** The pages of a site name the same files. */
const KNOWN = new Map<string, { readonly sources: readonly HashSource[] | undefined }>()
const MOST_KNOWN = 1000
/** In characters: more than three digests have, and so little that all of them are no burden. */
const LONGEST_KNOWN = 300

function readIntegrity(integrity: string): readonly HashSource[] | undefined {
  const sources: HashSource[] = []
  // SRI §3.3.3: what follows a question mark is an option, and unknown algorithms do not count.
  for (const word of splitOnAsciiWhitespace(integrity)) {
    const expression = word.split('?', 1)[0] ?? ''
    const dash = expression.indexOf('-')
    const algorithm = asciiLowerCase(expression.slice(0, Math.max(dash, 0)))
    if (!ALGORITHMS.has(algorithm)) continue
    const source = `'${algorithm}-${expression.slice(dash + 1)}'`
    if (!isHashSource(source)) return undefined
    sources.push(source)
  }
  return sources.length === 0 ? undefined : [...new Set(sources)]
}

/** Only what the core's strict grammar takes: an attribute must not bring a source, directive or policy of its own. */
function isHashSource(source: string): source is HashSource {
  const parsed = parseSource(source)
  return !isSourceProblem(parsed) && parsed.kind === 'hash'
}
