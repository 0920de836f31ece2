import type { Act, InlineAct, RequestAct } from './act.ts'

export type RequestActName =
  | 'script'
  | 'parsed script'
  | 'module'
  | 'parsed module'
  | 'style sheet'
  | 'parsed style sheet'
  | 'image'
  | 'image with CORS'
  | 'picture source'
  | 'image button'
  | 'SVG image'
  | 'background'
  | 'poster'
  | 'font'
  | 'audio'
  | 'video'
  | 'track'
  | 'object'
  | 'embed'
  | 'frame'
  | 'worker'
  | 'module worker'
  | 'shared worker'
  | 'service worker'
  | 'fetch'
  | 'fetch without CORS'
  | 'fetch to outlive the page'
  | 'XMLHttpRequest'
  | 'WebSocket'
  | 'EventSource'
  | 'beacon'
  | 'ping'
  | 'prefetch'
  | 'preload of a script'
  | 'preload of a style sheet'
  | 'preload of an image'
  | 'preload of a font'
  | 'preload for fetch'
  | 'preload of a module'
  | 'base'
  | 'form'

export type InlineActName =
  | 'inline script'
  | 'parsed inline script'
  | 'inline module'
  | 'parsed inline module'
  | 'inline style'
  | 'parsed inline style'
  | 'script attribute'
  | 'parsed script attribute'
  | 'style attribute'
  | 'parsed style attribute'
  | 'javascript: link'
  | 'eval'
  | 'Function'
  | 'setTimeout'
  | 'setInterval'
  | 'WebAssembly'

export type ActName = RequestActName | InlineActName

const both = ['data', 'blob'] as const
const nested = ['frame-src', 'object-src'] as const

/** Every way to use a resource, and how Fetch and HTML would say it. */
export const REQUEST_ACTS: Readonly<Record<RequestActName, RequestAct>> = {
  script: script({ parserInserted: false }),
  'parsed script': script({ parserInserted: true, markup: true, local: ['data'] }),
  module: script({ parserInserted: false }),
  'parsed module': script({ parserInserted: true, markup: true, local: ['data'] }),
  'style sheet': styleSheet({}),
  'parsed style sheet': styleSheet({ markup: true, local: ['data'] }),
  image: image({ evidence: 'effect', local: both, upgradable: true }),
  'image with CORS': image({ evidence: 'effect', local: both }),
  'picture source': image({ evidence: 'effect', local: both }),
  'image button': image({ evidence: 'effect', local: both, upgradable: true }),
  'SVG image': image({}),
  background: image({}),
  poster: image({}),
  font: request('font-src', 'font', 'font', { evidence: 'effect', local: both }),
  audio: request('media-src', 'audio', 'sound', { upgradable: true }),
  video: request('media-src', 'video', 'sound', { upgradable: true }),
  track: request('media-src', 'track', 'track'),
  object: request('object-src', 'object', 'image', { secretive: nested }),
  embed: request('object-src', 'embed', 'image', { secretive: nested }),
  frame: request('frame-src', 'iframe', 'page', { secretive: nested }),
  worker: worker('worker', { local: both }),
  'module worker': worker('worker', { local: both }),
  'shared worker': worker('sharedworker', { content: 'shared worker' }),
  'service worker': worker('serviceworker', { secure: true }),
  fetch: connection('fetch', { evidence: 'effect', local: both }),
  'fetch without CORS': connection('fetch', { evidence: 'effect' }),
  'fetch to outlive the page': connection('fetch', { evidence: 'effect' }),
  XMLHttpRequest: connection('xhr', { evidence: 'effect', local: both }),
  WebSocket: connection('websocket', { evidence: 'effect', webSocket: true }),
  EventSource: connection('eventsource', { evidence: 'effect', content: 'events' }),
  beacon: connection('beacon'),
  ping: connection('ping'),
  prefetch: request('default-src', '', 'text', { initiator: 'prefetch' }),
  'preload of a script': {
    ...script({ parserInserted: false }),
    evidence: 'arrival',
    attributes: ['nonce'],
    local: [],
  },
  'preload of a style sheet': { ...styleSheet({}), evidence: 'arrival', attributes: ['nonce'], local: [] },
  'preload of an image': image({}),
  'preload of a font': request('font-src', 'font', 'font'),
  'preload for fetch': request('connect-src', '', 'text'),
  'preload of a module': {
    ...script({ parserInserted: false }),
    evidence: 'arrival',
    attributes: ['nonce'],
    local: [],
  },
  base: request('base-uri', '', 'text', { initiator: 'base', evidence: 'effect', secretive: ['base-uri'] }),
  form: request('form-action', 'document', 'page', { initiator: 'form-action' }),
}

export const INLINE_ACTS: Readonly<Record<InlineActName, InlineAct>> = {
  'inline script': inline('script', 'script', 'script-src-elem', { nonceable: true, parserInserted: false }),
  'parsed inline script': inline('script', 'script', 'script-src-elem', {
    nonceable: true,
    parserInserted: true,
    markup: true,
  }),
  'inline module': inline('script', 'script', 'script-src-elem', { nonceable: true, parserInserted: false }),
  'parsed inline module': inline('script', 'script', 'script-src-elem', {
    nonceable: true,
    parserInserted: true,
    markup: true,
  }),
  'inline style': inline('style', 'style', 'style-src-elem', { nonceable: true }),
  'parsed inline style': inline('style', 'style', 'style-src-elem', { nonceable: true, markup: true }),
  'script attribute': inline('script attribute', 'script', 'script-src-attr'),
  'parsed script attribute': inline('script attribute', 'script', 'script-src-attr', { markup: true }),
  'style attribute': inline('style attribute', 'declarations', 'style-src-attr'),
  'parsed style attribute': inline('style attribute', 'declarations', 'style-src-attr', { markup: true }),
  'javascript: link': inline('navigation', 'script', 'script-src-elem'),
  eval: inline('eval', 'script', 'script-src'),
  Function: inline('eval', 'script', 'script-src'),
  setTimeout: inline('eval', 'script', 'script-src'),
  setInterval: inline('eval', 'script', 'script-src'),
  WebAssembly: inline('wasm-eval', 'script', 'script-src'),
}

export function actOf(name: ActName): Act {
  return isInlineName(name) ? INLINE_ACTS[name] : REQUEST_ACTS[name]
}

export function isInlineName(name: ActName): name is InlineActName {
  return name in INLINE_ACTS
}

function request(
  directive: string,
  destination: string,
  content: RequestAct['content'],
  more: Partial<RequestAct> = {},
): RequestAct {
  return { kind: 'request', directive, destination, content, evidence: 'arrival', ...more }
}

function script(more: Partial<RequestAct>): RequestAct {
  const attributes = ['nonce', 'integrity'] as const
  return request('script-src-elem', 'script', 'script', { evidence: 'effect', attributes, local: both, ...more })
}

function styleSheet(more: Partial<RequestAct>): RequestAct {
  const attributes = ['nonce', 'integrity'] as const
  return request('style-src-elem', 'style', 'style', { evidence: 'effect', attributes, local: both, ...more })
}

function image(more: Partial<RequestAct>): RequestAct {
  return request('img-src', 'image', 'image', more)
}

function worker(destination: string, more: Partial<RequestAct> = {}): RequestAct {
  const parserInserted = false
  return request('worker-src', destination, 'worker', { evidence: 'effect', sameOrigin: true, parserInserted, ...more })
}

function connection(initiator: RequestAct['initiator'] & string, more: Partial<RequestAct> = {}): RequestAct {
  return request('connect-src', '', 'text', { initiator, ...more })
}

function inline(
  type: InlineAct['type'],
  language: InlineAct['language'],
  directive: string,
  more: Partial<InlineAct> = {},
): InlineAct {
  return { kind: 'inline', type, language, directive, evidence: 'effect', ...more }
}
