/** In no nonce (CSP3 §2.3.1, base64-value), so that what it is put in place of can form none with what stands beside it. */
const FILLER = '.'

/** Padding stays: where markup that is not closed has made the nonce an attribute's name, its "=" gives the attribute a value. */
function fillerFor(nonce: string): string {
  const digits = nonce.indexOf('=') === -1 ? nonce.length : nonce.indexOf('=')
  return FILLER.repeat(digits) + nonce.slice(digits)
}

/** Of 96 bits: a shorter text may be in a page by chance, and be guessed. */
const SHORTEST = 16

const BASE64 = /^[\w+/-]+={0,2}$/

/**
 * The text with full stops for the characters of the nonce, wherever it is in it: in a script, in data, in a comment. As long as before, so that lengths
 * written elsewhere stay true. A text without the nonce is returned as it is.
 *
 * @throws {TypeError} for a nonce that is not base64, or shorter than 16 characters.
 */
export function overwriteNonce(text: string, nonce: string): string {
  checkNonce('overwriteNonce', nonce)
  return overwriteChecked(text, nonce)
}

/** `overwriteNonce` of a nonce that has been checked, for the many texts of one page. */
export function overwriteChecked(text: string, nonce: string): string {
  return text.includes(nonce) ? text.replaceAll(nonce, fillerFor(nonce)) : text
}

/**
 * `overwriteNonce` for bytes in UTF-8, or in any other encoding in which ASCII stays ASCII. A copy, or the very same bytes when the nonce is not in them.
 *
 * @throws {TypeError} for a nonce that is not base64, or shorter than 16 characters.
 */
export function overwriteNonceBytes(bytes: Uint8Array, nonce: string): Uint8Array {
  checkNonce('overwriteNonceBytes', nonce)
  const sought = new TextEncoder().encode(nonce)
  const filler = new TextEncoder().encode(fillerFor(nonce))
  let written: Uint8Array | undefined
  for (let at = indexIn(bytes, sought, 0); at !== -1; at = indexIn(bytes, sought, at + sought.length)) {
    written ??= Uint8Array.from(bytes)
    written.set(filler, at)
  }
  return written ?? bytes
}

function indexIn(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const first = sought[0] ?? 0
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let length = 1
    while (length < sought.length && bytes[at + length] === sought[length]) length++
    if (length === sought.length) return at
  }
  return -1
}

/** @throws {TypeError} for what is no nonce, or one so short that overwriting it would damage the page. */
export function checkNonce(caller: string, nonce: unknown): void {
  if (typeof nonce === 'string' && nonce.length >= SHORTEST && BASE64.test(nonce)) return
  throw new TypeError(
    `${caller} needs the nonce that the page was rendered with: ${SHORTEST} characters of base64, or more.`,
  )
}
