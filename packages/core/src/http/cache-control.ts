/** A `Cache-Control` that shared caches heed. */
export interface PrivateCacheControl {
  readonly value: string
  /** It was meant for shared caches: what was asked for is no longer what is sent. */
  readonly wasShared: boolean
}

/**
 * Keeps a response from shared caches (RFC 9111 §3): one with a nonce that everybody is sent protects nobody. What says so already is left as it
 * is, and what is said to browsers stays. Where nothing is said, browsers may keep it too but have to ask: unlike `no-store`, that leaves
 * them their way back to a page.
 *
 * @param given The response's own `Cache-Control`; undefined for none.
 */
export function keepFromSharedCaches(given: string | undefined): PrivateCacheControl {
  const directives = given === undefined ? [] : splitDirectives(given)
  if (directives.length === 0) return NOTHING_SAID
  // With an argument, `private` is about single fields of the response.
  if (directives.some(({ name, argument }) => name === 'no-store' || (name === 'private' && argument === ''))) {
    return { value: given ?? '', wasShared: false }
  }
  const kept = directives.filter(({ name }) => !FOR_SHARED_CACHES.has(name) && name !== 'private')
  return { value: [...kept.map(({ text }) => text), 'private'].join(', '), wasShared: directives.some(asksToShare) }
}

const NOTHING_SAID: PrivateCacheControl = Object.freeze({ value: 'private, no-cache', wasShared: false })

const FOR_SHARED_CACHES: ReadonlySet<string> = new Set(['public', 's-maxage', 'proxy-revalidate'])

interface Directive {
  readonly text: string
  readonly name: string
  readonly argument: string
}

/** What has to be revalidated at once is as a rule not meant to be shared, even where that would be allowed. */
function asksToShare({ name, argument }: Directive): boolean {
  return name === 'public' || ((name === 's-maxage' || name === 'max-age') && argument !== '0')
}

/** RFC 9111 §5.2; an argument may be quoted, and then hold commas. */
function splitDirectives(text: string): readonly Directive[] {
  const directives: Directive[] = []
  let start = 0
  let isQuoted = false
  for (let index = 0; index <= text.length; index++) {
    const character = text.charAt(index)
    if (character === '"') isQuoted = !isQuoted
    if (index < text.length && (isQuoted || character !== ',')) continue
    const directive = text.slice(start, index).trim()
    start = index + 1
    if (directive === '') continue
    const equals = directive.indexOf('=')
    const name = (equals === -1 ? directive : directive.slice(0, equals)).trim().toLowerCase()
    directives.push({ text: directive, name, argument: equals === -1 ? '' : directive.slice(equals + 1).trim() })
  }
  return directives
}
