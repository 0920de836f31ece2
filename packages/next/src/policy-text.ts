import type { CspHeader } from '@sallyport/core'

/** Stands where the nonce goes while a compiled policy is taken apart; no compiled policy holds a control character. */
const SLOT = '\0'
const NONCE_WORD: string = `'nonce-${SLOT}'`

/** One directive, by words: `['img-src', "'self'"]`. */
export type DirectiveText = readonly [name: string, ...words: readonly string[]]
/** One policy. */
export type PolicyText = readonly DirectiveText[]

/** Takes a compiled header apart. What comes in is our own serialisation, so no grammar is needed. */
export function splitHeader(header: CspHeader): readonly PolicyText[] {
  return header.chunks
    .join(SLOT)
    .split(', ')
    .map((policy) =>
      policy.split('; ').map((directive): DirectiveText => {
        const [name = '', ...words] = directive.split(' ')
        return [name, ...words]
      }),
    )
}

/** Puts it together again, cut at the nonce slots. */
export function joinHeader(name: CspHeader['name'], policies: readonly PolicyText[], separator = ', '): CspHeader {
  const text = policies.map((policy) => policy.map((directive) => directive.join(' ')).join('; ')).join(separator)
  const chunks = text.split(SLOT)
  return { name, chunks, nonceless: chunks.join('') }
}

export function hasSlot(directive: DirectiveText | undefined): boolean {
  return directive?.includes(NONCE_WORD, 1) ?? false
}

export function nameOf(directive: DirectiveText): string {
  return directive[0]
}

export function wordsOf(directive: DirectiveText): readonly string[] {
  return directive.slice(1)
}

export { NONCE_WORD }
