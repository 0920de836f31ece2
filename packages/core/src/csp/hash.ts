import type { HashAlgorithm, HashSource } from './source.ts'

const DIGEST_NAMES = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const

/**
 * The source that admits one inline script or style by its content: `'sha256-…'`.
 *
 * `text` is everything between the tags, or all of an attribute's value, white space included, as the HTML parser leaves it: it turns
 * CR LF and CR into LF. Attributes count only beside `'unsafe-hashes'`. Algorithms: `sha256` (the default), `sha384`, `sha512`.
 * In a page it needs a secure context, as all of WebCrypto does. CSP3 §6.7.3.3.
 *
 * @throws {TypeError} (as a rejection) when `text` is no string or the algorithm is none of these.
 */
export async function hashSource(text: string, algorithm: HashAlgorithm = 'sha256'): Promise<HashSource> {
  if (typeof text !== 'string') throw new TypeError('hashSource needs the text of a script or style.')
  if (!Object.hasOwn(DIGEST_NAMES, algorithm)) {
    throw new TypeError(`hashSource knows sha256, sha384 and sha512, not ${JSON.stringify(algorithm)}.`)
  }
  // TextEncoder replaces lone surrogates by U+FFFD, as step 5.1 does.
  const digest = await crypto.subtle.digest(DIGEST_NAMES[algorithm], new TextEncoder().encode(text))
  return `'${algorithm}-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}
