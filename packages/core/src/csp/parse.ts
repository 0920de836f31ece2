import { showValue } from '../finding.ts'
import { checkDelivery } from './caller-checks.ts'
import { DIRECTIVES } from './directives.ts'

/** A piece of a header's text. */
export interface Span {
  /** Where it begins, in UTF-16 code units from the start of the text that was parsed. */
  readonly offset: number
  readonly length: number
}

/** One word, as it was written. */
export interface Token extends Span {
  readonly text: string
}

/** Why a browser passes over a directive of this policy. */
export type IgnoredBecause =
  | 'duplicate' // an earlier one has the name (CSP3 §2.2.1 step 2.5)
  | 'not-ascii' // it holds a character outside ASCII, anywhere (step 2.2)
  | 'delivery' // a <meta> element or a report-only policy cannot carry it (§3.3, §6)

export interface ParsedDirective extends Span {
  /** In lower case, ASCII only. */
  readonly name: string
  readonly nameToken: Token
  readonly values: readonly Token[]
  /** Absent when browsers heed the directive, as far as parsing tells: an unknown name has it absent too. */
  readonly ignored?: IgnoredBecause
}

export interface Delivery {
  /** `'report'` for `Content-Security-Policy-Report-Only`. Default `'enforce'`. */
  readonly disposition?: 'enforce' | 'report'
  /** `'meta'` for the `content` of a `<meta http-equiv>`. Default `'header'`. */
  readonly delivery?: 'header' | 'meta'
}

/** One policy of a list, with every directive in it: those that browsers ignore are marked, not left out. Plain data. */
export interface ParsedPolicy extends Span {
  /** As it was sent, white space included. */
  readonly text: string
  readonly directives: readonly ParsedDirective[]
  readonly disposition: 'enforce' | 'report'
  readonly delivery: 'header' | 'meta'
}

/**
 * Cuts a header's value into policies, directives and words as a browser does (CSP3 §2.2.1, §2.2.2), and loses nothing:
 * {@link serializeCsp} gives back the same text, byte for byte. Never throws on any text.
 *
 * A policy without a directive, which browsers drop, is in the list too, with no directives. A `<meta>` element holds one policy only, so
 * there a comma is a character like any other.
 *
 * @throws {TypeError} when `text` is no text, such as null for a header that was not sent.
 */
export function parseCsp(text: string, delivery: Delivery = {}): readonly ParsedPolicy[] {
  if (typeof text !== 'string') throw new TypeError(`parseCsp needs the text of a header, not ${showValue(text)}.`)
  checkDelivery(delivery)
  const policies: ParsedPolicy[] = []
  let start = 0
  if (delivery.delivery !== 'meta') {
    for (let comma = text.indexOf(','); comma !== -1; comma = text.indexOf(',', start)) {
      policies.push(parsePolicy(text, start, comma, delivery))
      start = comma + 1
    }
  }
  policies.push(parsePolicy(text, start, text.length, delivery))
  return policies
}

/** The text that {@link parseCsp} was given. Policies from elsewhere are joined as a header's list. @throws {TypeError} for anything but a list. */
export function serializeCsp(policies: readonly Pick<ParsedPolicy, 'text'>[]): string {
  if (!Array.isArray(policies)) throw new TypeError('serializeCsp takes the list that parseCsp gives.')
  return policies.map(({ text }) => text).join(',')
}

/** The directives that browsers heed, by name. */
export function heededDirectives({ directives }: ParsedPolicy): ReadonlyMap<string, ParsedDirective> {
  const heeded = new Map<string, ParsedDirective>()
  for (const directive of directives) if (directive.ignored === undefined) heeded.set(directive.name, directive)
  return heeded
}

function parsePolicy(text: string, start: number, end: number, delivery: Delivery): ParsedPolicy {
  const { disposition = 'enforce', delivery: carrier = 'header' } = delivery
  const directives: ParsedDirective[] = []
  const seen = new Set<string>()
  for (let from = start; from <= end; ) {
    // Not indexOf: it would look through all policies that follow, for each of them.
    let to = from
    while (to < end && text.charCodeAt(to) !== 0x3b) to++
    const [nameToken, ...values] = splitWords(text, from, to)
    if (nameToken !== undefined) directives.push(readDirective(nameToken, values, seen, disposition, carrier))
    from = to + 1
  }
  return {
    text: text.slice(start, end),
    offset: start,
    length: end - start,
    directives,
    disposition,
    delivery: carrier,
  }
}

function readDirective(
  nameToken: Token,
  values: readonly Token[],
  seen: Set<string>,
  disposition: 'enforce' | 'report',
  carrier: 'header' | 'meta',
): ParsedDirective {
  const name = lowerAscii(nameToken.text)
  const last = values[values.length - 1] ?? nameToken
  const { offset } = nameToken
  const directive = { name, nameToken, values, offset, length: last.offset + last.length - offset }
  // Step 2.2 comes before step 2.5: a directive that is not ASCII does not take its name either.
  if (!isAscii(nameToken.text) || !values.every((value) => isAscii(value.text))) {
    return { ...directive, ignored: 'not-ascii' }
  }
  if (seen.has(name)) return { ...directive, ignored: 'duplicate' }
  seen.add(name)
  const row = DIRECTIVES.get(name)
  const isCarried =
    (carrier === 'header' || row?.meta !== false) && (disposition === 'enforce' || row?.reportOnly !== false)
  return isCarried ? directive : { ...directive, ignored: 'delivery' }
}

/** Splits on ASCII white space: TAB, LF, FF, CR and space, and not what else JavaScript takes for white space. */
function splitWords(text: string, from: number, to: number): readonly Token[] {
  const words: Token[] = []
  let start = from
  for (let index = from; index <= to; index++) {
    const code = index < to ? text.charCodeAt(index) : 0x20
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d) continue
    if (index > start) words.push({ text: text.slice(start, index), offset: start, length: index - start })
    start = index + 1
  }
  return words
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

/** ASCII only: toLowerCase() turns the Kelvin sign into a k. */
export function lowerAscii(text: string): string {
  let hasCapital = false
  for (let index = 0; index < text.length && !hasCapital; index++) hasCapital = isCapital(text.charCodeAt(index))
  if (!hasCapital) return text
  let lower = ''
  for (const character of text) lower += isCapital(character.charCodeAt(0)) ? character.toLowerCase() : character
  return lower
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

/** One directive of a policy's text: its name in lower case, and the words after it. */
export interface DirectiveWords {
  readonly name: string
  readonly words: readonly string[]
}

/** The directives of one policy's text by their words alone, those that browsers ignore too: for the checks to refuse. */
export function parseDirectives(text: string): readonly DirectiveWords[] {
  // As in a <meta> element, a comma is a character of its word here.
  return parseCsp(text, { delivery: 'meta' }).flatMap(({ directives }) =>
    directives.map(({ name, values }) => ({ name, words: values.map((value) => value.text) })),
  )
}
