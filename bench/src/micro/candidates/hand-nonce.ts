const POOL_BYTES = 4086
const LENGTH = 24

/** 144 bits a nonce: one call to the CSPRNG and one base64 encoding for 227 of them. Node only, because of `Buffer`. */
export function handNonce(): () => string {
  let pool = ''
  let used = 0
  return () => {
    if (used + LENGTH > pool.length) {
      pool = Buffer.from(crypto.getRandomValues(new Uint8Array(POOL_BYTES)).buffer).toString('base64url')
      used = 0
    }
    const nonce = pool.slice(used, used + LENGTH)
    used += LENGTH
    return nonce
  }
}
