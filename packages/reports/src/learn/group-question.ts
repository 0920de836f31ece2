import type { Inline, Profile, ResourceRequest } from '@sallyport/core/csp'
import type { Browser, Group } from '../group.ts'
import { QUESTIONS_FOR } from '../judge/questions.ts'

/** What the matcher is asked about a group, as far as what is stored tells: the path of what was blocked, its nonce, its text are gone. */
export type GroupQuestion =
  /** `url` is the origin, or stands for a scheme. */
  | { readonly kind: 'request'; readonly request: ResourceRequest }
  | { readonly kind: 'inline'; readonly inline: Inline }
  /** Null where the browser did not tell who framed the page. */
  | { readonly kind: 'framing'; readonly embedder: string | null }
  /** A text where Trusted Types want more (Trusted Types §4.1). */
  | { readonly kind: 'sink' }

/**
 * The likeliest first: an engine that says `script-src` may mean a script, a worker or an attribute. Empty where the matcher has no question: a sandbox, the
 * name of a Trusted Types policy, or what the browser did not tell.
 */
export function questionsOf({ directive, blocked, page }: Group): readonly GroupQuestion[] {
  if (directive === 'frame-ancestors') {
    // Some engines name the framed page itself.
    const isEmbedder = isOrigin(blocked) && blocked !== originOf(page)
    return [{ kind: 'framing', embedder: isEmbedder ? blocked : null }]
  }
  if (directive === 'require-trusted-types-for') return [{ kind: 'sink' }]
  const url = isOrigin(blocked) ? `${blocked}/` : urlOfScheme(blocked)
  return (QUESTIONS_FOR.get(directive) ?? []).flatMap((question): readonly GroupQuestion[] => {
    if ('inline' in question) return question.word === blocked ? [{ kind: 'inline', inline: question.inline }] : []
    if (url === undefined) return []
    const isSocket = question.directive === 'connect-src' && (url.startsWith('ws:') || url.startsWith('wss:'))
    const request = { ...question.request, ...(isSocket ? { initiator: 'websocket' as const } : {}), url }
    return [{ kind: 'request', request }]
  })
}

/** Whose reading of a policy the group was made under. */
export function profileOf({ browser }: { readonly browser: Browser }): Profile {
  return PROFILES[browser]
}

const PROFILES: Readonly<Record<Browser, Profile>> = {
  chromium: 'chromium',
  firefox: 'gecko',
  webkit: 'webkit',
  other: 'spec',
}

/** Whether a text is the serialisation of an origin (HTML §7.1.1) that has a host. */
export function isOrigin(text: string): boolean {
  return text !== '' && originOf(text) === text
}

/** Of a page, `''` for what is no address. */
export function originOf(page: string): string {
  const url = parse(page)
  return url === undefined || url.host === '' ? '' : `${url.protocol}//${url.host}`
}

/** An address of a scheme that was blocked, `data:`: which one is not known, and does not matter to any source. */
function urlOfScheme(blocked: string): string | undefined {
  if (!blocked.endsWith(':') || HOSTED.has(blocked)) return undefined
  return parse(`${blocked}blocked`)?.href
}

// Without the host there is nothing to ask about.
const HOSTED: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:'])

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
