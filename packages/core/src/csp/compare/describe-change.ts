import { showValue } from '../../finding.ts'
import type { Inline, ResourceRequest } from '../verdict.ts'
import type { Change, Witness } from './change.ts'

/**
 * A change in one line, for a terminal or a comment: `img-src loosened: https: of default-src now allows the image http://a.test/x`. What a
 * policy holds is shown so that it cannot move a cursor, and cut when it is long.
 */
export function describeChange({ kind, directive: name, writtenIn, source, witness }: Change): string {
  const directive = showWord(name)
  const word = source === null ? null : showWord(source.text)
  const place = writtenIn === null || writtenIn === name ? '' : ` of ${showWord(writtenIn)}`
  switch (kind) {
    case 'equal':
      return `${directive} unchanged: ${word ?? 'a word'}${place} makes no difference`
    case 'unproven':
      return `${directive} may be loosened: no example was found`
    case 'loosened':
      return word === null
        ? `${directive} loosened: ${describeWitness(witness)} is now allowed, as nothing restricts it`
        : `${directive} loosened: ${word}${place} now allows ${describeWitness(witness)}`
    case 'tightened':
      return `${directive} tightened: ${describeWitness(witness)} is no longer allowed${word === null ? '' : `, as it was by ${word}${place}`}`
  }
}

const ORDER: readonly Change['kind'][] = ['loosened', 'unproven', 'tightened', 'equal']

/** The changes in as few lines, the loosened ones first: what one word does in several directives is told once. */
export function describeChanges(changes: readonly Change[]): readonly string[] {
  const groups = new Map<string, Change[]>()
  for (const change of ORDER.flatMap((each) => changes.filter(({ kind }) => kind === each))) {
    const { kind, writtenIn, source } = change
    const key =
      source === null ? JSON.stringify([kind, change.directive]) : JSON.stringify([kind, writtenIn, source.text])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [change])
    else group.push(change)
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const also = [...new Set(others.map(({ directive }) => directive))].filter((name) => name !== first.directive)
    return also.length === 0
      ? describeChange(first)
      : `${describeChange(first)} (also ${also.map(showWord).join(', ')})`
  })
}

function showWord(text: string): string {
  const shown = showValue(text)
  // Without the double quotes where there is nothing to escape: words have quotes of their own.
  return shown === `"${text}"` ? text : shown
}

function describeWitness(witness: Witness | null): string {
  if (witness === null) return 'something'
  if ('request' in witness) return `${describeRequest(witness.request)}${onPage(witness.page.url)}`
  if ('inline' in witness) return describeInline(witness.inline, witness.hash)
  if ('ancestors' in witness) return `framing by ${witness.ancestors.map(showWord).join(' in ')}`
  if ('sandboxFlag' in witness) return `what the sandbox keeps a page from, ${witness.sandboxFlag}`
  if ('typesPolicy' in witness) {
    return `${witness.again ? 'a second' : 'a'} Trusted Types policy named ${showWord(witness.typesPolicy)}`
  }
  if ('sink' in witness) return 'a plain string where script can be injected'
  if ('connection' in witness) return 'a WebRTC connection'
  return 'a request over http without an upgrade'
}

function onPage(url: string): string {
  return url.startsWith('https:') ? '' : ` on ${showWord(url)}`
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['script', 'the script'],
  ['style', 'the stylesheet'],
  ['image', 'the image'],
  ['font', 'the font'],
  ['video', 'the video'],
  ['track', 'the text track'],
  ['manifest', 'the manifest'],
  ['object', 'the object'],
  ['iframe', 'a frame of'],
  ['fencedframe', 'a fenced frame of'],
  ['worker', 'the worker'],
  ['fetch', 'fetching'],
  ['websocket', 'a WebSocket to'],
  ['webtransport', 'by its certificate’s hash a WebTransport to'],
  ['prefetch', 'prefetching'],
  ['base', 'the base address'],
  ['form-action', 'sending a form to'],
])

function describeRequest({
  url,
  destination,
  initiator,
  redirectCount,
  nonce,
  integrity,
  parserInserted,
}: ResourceRequest) {
  const kind = KINDS.get(initiator ?? destination) ?? 'loading'
  const facts = [
    ...(redirectCount === undefined || redirectCount === 0 ? [] : ['after a redirect']),
    ...(nonce ? [`with the nonce ${showWord(nonce)}`] : []),
    ...(integrity ? [`with integrity ${showWord(integrity)}`] : []),
    ...(parserInserted === false ? ['inserted by another script'] : []),
  ]
  return [kind, showWord(url), ...facts].join(' ')
}

const CODE: Readonly<Record<Inline['type'], string>> = {
  script: 'an inline script',
  'script speculationrules': 'inline speculation rules',
  'script attribute': 'an event handler attribute',
  style: 'an inline style',
  'style attribute': 'a style attribute',
  navigation: 'a javascript: link',
  eval: 'eval',
  'wasm-eval': 'compiling WebAssembly',
}

function describeInline({ type, nonce, parserInserted }: Inline, hash: string | undefined): string {
  const facts = [
    ...(nonce ? [`with the nonce ${showWord(nonce)}`] : []),
    ...(hash === undefined ? [] : [`with the hash ${showWord(hash)}`]),
    ...(parserInserted === false ? ['inserted by another script'] : []),
  ]
  return [CODE[type], ...facts].join(' ')
}
