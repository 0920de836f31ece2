import { showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { checkChoice, checkPage, isAddress, isObject } from '../caller-checks.ts'

const INITIATORS: readonly string[] = [
  'fetch',
  'xhr',
  'websocket',
  'webtransport',
  'eventsource',
  'beacon',
  'ping',
  'prefetch',
  'prerender',
  'form-action',
  'base',
  'navigation',
]

/** Names from HTML and from elsewhere. Fetch has others for these. */
const MEANT_BY_DESTINATION: ReadonlyMap<string, string> = new Map([
  ['css', 'style'],
  ['img', 'image'],
  ['js', 'script'],
  ['stylesheet', 'style'],
  ...INITIATORS.map((name) => [name, ''] as const),
])

/**
 * What is wrong with a question whose answer would be about something else. A destination that is new to Fetch is not: CSP3 §6.8.1 has
 * `connect-src` for it.
 *
 * @throws {TypeError}
 */
export function checkRequest(page: unknown, request: unknown, destinations: ReadonlySet<string>): void {
  checkPage(page)
  if (!isObject(request) || !isAddress(request.url)) {
    throw new TypeError(
      `A request is { url: 'https://cdn.example.com/a.js', destination: 'script' }, not ${showValue(request)}.`,
    )
  }
  const { destination, initiator } = request
  if (initiator !== undefined) checkChoice('initiator', initiator, INITIATORS)
  if (typeof destination === 'string' && destinations.has(destination)) return
  const word = typeof destination === 'string' ? destination : ''
  const meant = MEANT_BY_DESTINATION.get(word) ?? nearestName(word, destinations)
  if (typeof destination === 'string' && meant === undefined) return
  const beside = meant === '' ? `, with initiator: ${showValue(word)}` : ''
  const fix =
    meant === undefined
      ? "It is Fetch's: 'script', 'style', 'image', …; '' for fetch()."
      : `Write ${showValue(meant)}${beside}.`
  throw new TypeError(`${showValue(destination)} is no destination. ${fix}`)
}

const INLINE_TYPES: readonly string[] = [
  'script',
  'script speculationrules',
  'script attribute',
  'style',
  'style attribute',
  'navigation',
  'eval',
  'wasm-eval',
]

/** @throws {TypeError} for what is no inline content. */
export function checkInline(inline: unknown): void {
  if (!isObject(inline)) {
    throw new TypeError(`Inline content is { type: 'script', source: 'start()' }, not ${showValue(inline)}.`)
  }
  checkChoice('type of inline content', inline.type, INLINE_TYPES)
}

/** @throws {TypeError} for addresses that are no texts. */
export function checkFraming(self: unknown, ancestors: unknown): void {
  if (!isAddress(self)) {
    throw new TypeError(`The response's address is a text such as 'https://app.example.com/', not ${showValue(self)}.`)
  }
  if (Array.isArray(ancestors) && ancestors.every(isAddress)) return
  throw new TypeError(`Ancestors are a list such as ['https://shell.example.com'], not ${showValue(ancestors)}.`)
}
