import { parseUrl } from '../match/target.ts'
import { parseSourceExpression } from '../source-expression.ts'
import type { Inline, Page, Profile, ResourceRequest } from '../verdict.ts'
import type { Witness } from './change.ts'
import { ANYWHERE, type Sample, SOMEWHERE, samplesOf } from './sample-url.ts'
import { readUrlSource } from './source-list.ts'
import type { StandIns } from './stand-ins.ts'

/** Something to ask the matcher about: with stand-ins, and as it is told to people. */
export interface Probe {
  readonly asked: Witness
  readonly told: Witness
}

/** How each directive is asked about an address. */
const REQUESTS: ReadonlyMap<string, readonly Omit<ResourceRequest, 'url'>[]> = new Map([
  ['script-src-elem', [{ destination: 'script', nonce: '', integrity: '', parserInserted: true }]],
  ['style-src-elem', [{ destination: 'style', nonce: '', integrity: '' }]],
  ['worker-src', [{ destination: 'worker' }]],
  ['connect-src', [{ destination: '', initiator: 'fetch' }]],
  ['frame-src', [{ destination: 'iframe' }]],
  ['fenced-frame-src', [{ destination: 'fencedframe' }]],
  ['object-src', [{ destination: 'object', nestsDocument: false }]],
  ['img-src', [{ destination: 'image' }]],
  ['font-src', [{ destination: 'font' }]],
  // Text tracks are no media to the rules of mixed content.
  ['media-src', [{ destination: 'video' }, { destination: 'track' }]],
  ['manifest-src', [{ destination: 'manifest' }]],
  ['default-src', [{ destination: '', initiator: 'prefetch' }]],
  ['base-uri', [{ destination: '', initiator: 'base' }]],
  ['form-action', [{ destination: '', initiator: 'form-action' }]],
])

/** What inline content each directive is asked about, and by which kind of word it may be allowed. */
const INLINES: ReadonlyMap<string, readonly Inline['type'][]> = new Map([
  ['script-src-elem', ['script', 'navigation', 'script speculationrules']],
  ['script-src-attr', ['script attribute']],
  ['style-src-elem', ['style']],
  ['style-src-attr', ['style attribute']],
  ['script-src', ['eval', 'wasm-eval']],
])

/** Probes for whatever a directive restricts, when it says nothing of it. */
export function plainProbes(directive: string, page: Page): readonly Probe[] {
  return [
    ...[...ANYWHERE, 'data:,any', `app://${SOMEWHERE}/`, 'any:any'].flatMap((url) =>
      requestProbes(directive, { url, redirectCount: 0 }, page),
    ),
    ...inlineProbes(directive, page, {}),
    ...(directive === 'frame-ancestors' ? [ancestorProbe('null', page)] : []),
    ...(directive === 'connect-src' ? [certificateProbe(page)] : []),
  ]
}

/** Probes that this word may let through, made as they are asked for: the first often tells. */
export function* probesOfWord(
  directive: string,
  word: string,
  page: Page,
  profile: Profile,
  standIns: StandIns,
): Generator<Probe> {
  const url = readUrlSource(word, profile)
  if (url !== undefined) {
    for (const sample of samplesOf(url, page.url)) yield* requestProbes(directive, sample, page)
    return
  }
  const standIn = standIns.of(word)
  const source = parseSourceExpression(standIn?.word ?? word, profile)
  if (source.kind === 'keyword') yield* probesOfKeyword(directive, page)
  // Workers have neither a nonce nor integrity metadata.
  if (directive === 'worker-src') return
  if (source.kind === 'nonce') {
    // The slot is told as the slot.
    const told = standIn === undefined ? source.value : word
    yield* requestProbes(directive, PLACE, page, { nonce: source.value }, { nonce: told })
    yield* inlineProbes(directive, page, { nonce: source.value }, { nonce: told })
  }
  if (source.kind === 'hash' && standIn?.text !== undefined) {
    yield* requestProbes(directive, PLACE, page, { integrity: unquote(standIn.word) }, { integrity: unquote(word) })
    yield* inlineProbes(directive, page, { source: standIn.text }, {}, unquote(word))
  }
}

function* probesOfKeyword(directive: string, page: Page): Generator<Probe> {
  yield* requestProbes(directive, PLACE, page, directive === 'script-src-elem' ? { parserInserted: false } : {})
  yield* inlineProbes(directive, page, {})
  yield* inlineProbes(directive, page, { parserInserted: false })
  if (directive === 'connect-src') yield certificateProbe(page)
}

const PLACE: Sample = { url: `https://${SOMEWHERE}/`, redirectCount: 0 }

function unquote(word: string): string {
  return word.slice(1, -1)
}

function requestProbes(
  directive: string,
  { url, redirectCount }: Sample,
  page: Page,
  asked: Partial<ResourceRequest> = {},
  told: Partial<ResourceRequest> = asked,
): readonly Probe[] {
  const isSocket = url.startsWith('ws:') || url.startsWith('wss:')
  // No other request goes there, and no page that could be an ancestor comes from there.
  if (isSocket && directive !== 'connect-src') return []
  if (directive === 'frame-ancestors') return ancestorProbes(url, page)
  return (REQUESTS.get(directive) ?? []).map((request) => {
    const full = { ...request, url, redirectCount, ...(isSocket ? { initiator: 'websocket' as const } : {}) }
    return { asked: { page, request: { ...full, ...asked } }, told: { page, request: { ...full, ...told } } }
  })
}

function ancestorProbes(url: string, page: Page): readonly Probe[] {
  const origin = parseUrl(url)?.origin
  return origin === undefined || origin === 'null' ? [] : [ancestorProbe(origin, page)]
}

function ancestorProbe(origin: string, page: Page): Probe {
  const witness = { self: page.url, ancestors: [origin] }
  return { asked: witness, told: witness }
}

function inlineProbes(
  directive: string,
  page: Page,
  asked: Partial<Inline>,
  told: Partial<Inline> = asked,
  hash?: string,
): readonly Probe[] {
  return (INLINES.get(directive) ?? []).map((type) => {
    const inline: Inline = isElement(type)
      ? { type, nonce: '', parserInserted: true }
      : type === 'eval' || type === 'navigation'
        ? { type, trusted: true }
        : { type }
    const text = { source: textOf(type) }
    return {
      asked: { page, inline: { ...inline, ...text, ...asked } },
      told: {
        page,
        inline: { ...inline, ...(hash === undefined ? text : {}), ...told },
        ...(hash === undefined ? {} : { hash }),
      },
    }
  })
}

function isElement(type: Inline['type']): boolean {
  return type === 'script' || type === 'script speculationrules' || type === 'style'
}

/** Text that no hash of a policy is of. */
function textOf(type: Inline['type']): string {
  switch (type) {
    case 'style':
    case 'style attribute':
      return 'any: any'
    case 'script speculationrules':
      return '{ "any": [] }'
    case 'navigation':
      return 'javascript:any()'
    default:
      return 'any()'
  }
}

function certificateProbe(page: Page): Probe {
  const request = {
    url: `https://${SOMEWHERE}/`,
    destination: '',
    initiator: 'webtransport',
    certificateHashes: true,
  } as const
  const witness = { page, request: { ...request, redirectCount: 0 } }
  return { asked: witness, told: witness }
}
