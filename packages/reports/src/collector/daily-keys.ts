import type { SipKey } from './siphash.ts'

const DAY = 86_400_000

export interface DailyKeys {
  /** The key under which clients are hashed at that time. A promise at first on a day, and until it has come. Never rejects. */
  at(now: number): DailyKey | Promise<DailyKey>
}

export interface DailyKey {
  /** Whole days since the epoch, UTC. */
  readonly day: number
  readonly key: SipKey
}

/**
 * A key for each day, made of the secret by HMAC-SHA-256: the same in all processes, and no help in telling that two days' hashes are of one client. Without a
 * secret a random one, made at the first report and not before, since some runtimes have no randomness until then.
 */
export function createDailyKeys(secret: string | undefined): DailyKeys {
  let current: DailyKey | undefined
  let coming: { readonly day: number; readonly key: Promise<DailyKey> } | undefined
  let bytes: Uint8Array<ArrayBuffer> | undefined
  return {
    at(now) {
      const day = Math.floor(now / DAY)
      if (current?.day === day) return current
      if (coming?.day === day) return coming.key
      bytes ??= secret === undefined ? crypto.getRandomValues(new Uint8Array(32)) : new TextEncoder().encode(secret)
      const key = derive(bytes, day).then((made) => {
        current = made
        coming = undefined
        return made
      })
      coming = { day, key }
      return key
    },
  }
}

async function derive(secret: Uint8Array<ArrayBuffer>, day: number): Promise<DailyKey> {
  try {
    const hmac = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const label = new TextEncoder().encode(`sallyport clients of day ${day}`)
    return { day, key: keyOf(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, label))) }
  } catch {
    // A runtime without HMAC: then each process counts clients for itself, as without a secret.
    return { day, key: randomKey() }
  }
}

export function randomKey(): SipKey {
  return keyOf(crypto.getRandomValues(new Uint8Array(16)))
}

function keyOf(bytes: Uint8Array<ArrayBuffer>): SipKey {
  const words = new DataView(bytes.buffer)
  return [words.getUint32(0), words.getUint32(4), words.getUint32(8), words.getUint32(12)]
}
