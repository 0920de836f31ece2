import type { Inline, Profile, ResourceRequest } from '@sallyport/core/csp'
import type { Browser, Group } from './group.ts'

/** What the matcher is asked about a group, as far as what is stored tells: the path of what was blocked, its nonce, its text are gone. */
export type GroupQuestion =
  /** `url` is the origin, or stands for a scheme. */
  | { readonly kind: 'request'; readonly request: ResourceRequest }
  | { readonly kind: 'inline'; readonly inline: Inline }
  /** Null where the browser did not tell who framed the page: only Firefox does. */
  | { readonly kind: 'framing'; readonly embedder: string | null }
  /** A text where Trusted Types want more (Trusted Types §4.1). */
  | { readonly kind: 'sink' }

/** By effective directive, CSP3 §6.8.1 read backwards: a request that it is asked about. */
const REQUESTS: ReadonlyMap<string, Omit<ResourceRequest, 'url'>> = new Map([
  ['script-src-elem', { destination: 'script' }],
  // What engines say that do not know the -elem directives.
  ['script-src', { destination: 'script' }],
  ['style-src-elem', { destination: 'style' }],
  ['style-src', { destination: 'style' }],
  ['img-src', { destination: 'image' }],
  ['font-src', { destination: 'font' }],
  ['media-src', { destination: 'video' }],
  ['connect-src', { destination: '', initiator: 'fetch' }],
  ['frame-src', { destination: 'iframe' }],
  ['child-src', { destination: 'iframe' }],
  ['fenced-frame-src', { destination: 'fencedframe' }],
  ['worker-src', { destination: 'worker' }],
  ['manifest-src', { destination: 'manifest' }],
  ['object-src', { destination: 'object' }],
  ['base-uri', { destination: '', initiator: 'base' }],
  ['form-action', { destination: 'document', initiator: 'form-action' }],
  ['default-src', { destination: '', initiator: 'prefetch' }],
])

/** By blocked keyword and effective directive, CSP3 §5.3 and §6.8.2: what is no resource. */
const INLINES: ReadonlyMap<string, Inline['type']> = new Map([
  ['inline script-src-elem', 'script'],
  ['inline script-src', 'script'],
  ['inline script-src-attr', 'script attribute'],
  ['inline style-src-elem', 'style'],
  ['inline style-src', 'style'],
  ['inline style-src-attr', 'style attribute'],
  ['eval script-src', 'eval'],
  ['wasm-eval script-src', 'wasm-eval'],
])

/** Undefined where the matcher has no question for it: a sandbox, a Trusted Types policy, or what the browser did not tell. */
export function questionOf({ directive, blocked, page }: Group): GroupQuestion | undefined {
  if (directive === 'frame-ancestors') {
    // Chromium and WebKit name the framed page itself.
    const isEmbedder = isOrigin(blocked) && blocked !== originOf(page)
    return { kind: 'framing', embedder: isEmbedder ? blocked : null }
  }
  const inline = INLINES.get(`${blocked} ${directive}`)
  // What Trusted Types refuse is reported under a directive of its own.
  if (inline !== undefined) return { kind: 'inline', inline: { type: inline, trusted: true } }
  if (directive === 'require-trusted-types-for') return { kind: 'sink' }
  const request = REQUESTS.get(directive)
  const url = isOrigin(blocked) ? `${blocked}/` : urlOfScheme(blocked)
  if (request === undefined || url === undefined) return undefined
  const isSocket = url.startsWith('ws:') || url.startsWith('wss:')
  return { kind: 'request', request: { ...request, ...(isSocket ? { initiator: 'websocket' } : {}), url } }
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
  const url = parse(text)
  return url !== undefined && url.host !== '' && `${url.protocol}//${url.host}` === text
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
