import { asciiLowerCase, splitOnAsciiWhitespace } from './ascii.ts'
import { attributeValue, type Element } from './dom.ts'
import type { RequestKind } from './element-requests.ts'

// https://html.spec.whatwg.org/multipage/links.html#translate-a-preload-destination
const PRELOADS: ReadonlyMap<string, string> = new Map([
  ['fetch', ''],
  ['font', 'font'],
  ['image', 'image'],
  ['script', 'script'],
  ['style', 'style'],
  ['track', 'track'],
])

// https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload, and Fetch's script-like destinations
const MODULE_PRELOADS: ReadonlySet<string> = new Set([
  'audioworklet',
  'json',
  'paintworklet',
  'script',
  'serviceworker',
  'sharedworker',
  'style',
  'text',
  'worker',
])

type LinkKind = (link: Element) => Omit<RequestKind, 'attribute'> | undefined

/** What each keyword of `rel` fetches. Hints that only open a connection fetch nothing. */
const RELATIONS: Readonly<Record<string, LinkKind>> = {
  stylesheet: (link) => (isStylesheet(link) ? { destination: 'style' } : undefined),
  icon: () => ({ destination: 'image' }),
  manifest: () => ({ destination: 'manifest' }),
  preload: (link) => {
    const destination = PRELOADS.get(kindOf(link))
    return destination === undefined ? undefined : { destination, isPreload: true }
  },
  modulepreload: (link) => {
    const kind = kindOf(link) || 'script'
    return MODULE_PRELOADS.has(kind) ? { destination: kind } : undefined
  },
  prefetch: () => ({ destination: '', initiator: 'prefetch' }),
}

/** The requests of a `<link>`, one for each relation. */
export function linkKinds(link: Element): readonly RequestKind[] {
  const relations = new Set(splitOnAsciiWhitespace(asciiLowerCase(attributeValue(link, 'rel') ?? '')))
  return [...relations].flatMap((relation) => {
    const kind = Object.hasOwn(RELATIONS, relation) ? RELATIONS[relation]?.(link) : undefined
    return kind === undefined ? [] : [{ attribute: 'href', ...kind }]
  })
}

function kindOf(link: Element): string {
  return asciiLowerCase(attributeValue(link, 'as') ?? '')
}

/** "Link type stylesheet": not when it is disabled, nor of another type. */
function isStylesheet(link: Element): boolean {
  const type = asciiLowerCase(attributeValue(link, 'type') ?? '')
  return attributeValue(link, 'disabled') === undefined && (type === '' || type === 'text/css')
}
