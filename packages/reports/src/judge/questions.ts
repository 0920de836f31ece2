import { DIRECTIVES, type Inline, type ResourceRequest } from '@sallyport/core/csp'

/** Something that a browser asks a policy, and reports under `directive` when it is refused. */
export type Question =
  | { readonly directive: string; readonly request: Omit<ResourceRequest, 'url'> }
  | { readonly directive: string; readonly inline: Omit<Inline, 'source'>; readonly word: string }

function loads(directive: string, destination: string, more: Partial<ResourceRequest> = {}): Question {
  return { directive, request: { destination, ...more } }
}

function runs(directive: string, type: Inline['type'], word: string): Question {
  // Trusted, because what is refused for want of a TrustedScript is reported under another directive.
  return { directive, inline: { type, trusted: true }, word }
}

/**
 * By effective directive (CSP3 §6.8.1, §6.8.2; §4.4.1 and §4.5.1 for eval and WebAssembly): what may have been asked when it was reported. `word` is what the report says
 * was blocked (§2.4.2). Facts that reports do not tell, such as nonces, stay unknown to the matcher too.
 */
const QUESTIONS: readonly Question[] = [
  loads('script-src-elem', 'script'),
  runs('script-src-elem', 'script', 'inline'),
  runs('script-src-elem', 'navigation', 'inline'),
  runs('script-src-attr', 'script attribute', 'inline'),
  runs('script-src', 'eval', 'eval'),
  runs('script-src', 'wasm-eval', 'wasm-eval'),
  loads('style-src-elem', 'style'),
  runs('style-src-elem', 'style', 'inline'),
  runs('style-src-attr', 'style attribute', 'inline'),
  loads('connect-src', ''),
  loads('fenced-frame-src', 'fencedframe'),
  loads('font-src', 'font'),
  loads('frame-src', 'iframe'),
  loads('img-src', 'image'),
  loads('manifest-src', 'manifest'),
  loads('media-src', 'video'),
  // Chromium would hold it to frame-src too, and report that under frame-src.
  loads('object-src', 'object', { nestsDocument: false }),
  loads('worker-src', 'worker'),
  loads('default-src', '', { initiator: 'prefetch' }),
  loads('base-uri', '', { initiator: 'base' }),
  loads('form-action', 'document', { initiator: 'form-action' }),
]

/**
 * By the directive that is reported: its own questions first, then those of what falls back to it, which engines of CSP2 report under it. Missing for those that the
 * matcher does not speak of.
 */
export const QUESTIONS_FOR: ReadonlyMap<string, readonly Question[]> = new Map(
  [...DIRECTIVES.keys()].flatMap((name): readonly (readonly [string, readonly Question[]])[] => {
    const own = QUESTIONS.filter(({ directive }) => directive === name)
    const inherited = QUESTIONS.filter(({ directive }) => fallsBackTo(directive, name))
    return own.length + inherited.length === 0 ? [] : [[name, [...own, ...inherited]]]
  }),
)

export function fallsBackTo(directive: string, name: string): boolean {
  return DIRECTIVES.get(directive)?.fallback.includes(name) === true
}
