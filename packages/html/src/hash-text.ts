import { type HashAlgorithm, type HashSource, hashSource } from '@sallyport/core/csp'

type Hash = (algorithm: HashAlgorithm, text: string, encoding: 'base64') => string

let known: Hash | null | undefined

/**
 * `hashSource`, at once where Node.js can: WebCrypto takes a thread and several promises for each text, which for the inline scripts of a page cost several times what
 * hashing them does. Asked for when it is needed and so, because this is bundled for browsers and edge runtimes too.
 */
export function hashText(text: string, algorithm: HashAlgorithm): HashSource | Promise<HashSource> {
  if (known === undefined) known = globalThis.process?.getBuiltinModule?.('node:crypto')?.hash ?? null
  return known === null ? hashSource(text, algorithm) : `'${algorithm}-${known(algorithm, text, 'base64')}'`
}
