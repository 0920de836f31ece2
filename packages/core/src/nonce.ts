// Base64url (RFC 4648 §5): needs no escaping in HTML, headers or URLs. 24 characters of six bits are 144 bits; CSP3 §7.1 asks for 128.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const LENGTH = 24
const POOLED = 680

const CODES: Uint8Array = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0))

let pool = ''
let used = 0

/**
 * A fresh, unguessable nonce: 24 characters of base64url without padding, 144 bits from the platform's CSPRNG.
 */
export function createNonce(): string {
  // Asking the CSPRNG costs the same for one nonce as for many, so it is asked for many. Not at load time: workers forbid
  // random values there, and a start-up snapshot must not carry them.
  if (used === pool.length) refill()
  const nonce = pool.slice(used, used + LENGTH)
  used += LENGTH
  return nonce
}

function refill(): void {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH * POOLED))
  for (let index = 0; index < bytes.length; index++) bytes[index] = CODES[(bytes[index] ?? 0) & 63] ?? 0
  pool = new TextDecoder().decode(bytes)
  used = 0
}
