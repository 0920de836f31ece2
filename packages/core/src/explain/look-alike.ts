import { decodePunycode } from '../origin/punycode.ts'

/**
 * In what way a host was made to be taken for a configured one, as the end of a sentence; undefined when it was not. Hosts of one
 * domain are alike by right: only a slip of the pen in a long name counts there, because the domain may be one of many owners.
 * The host first and the entries one by one, for there may be a hundred thousand of these.
 */
export function likenessOf(asked: string): (configured: string) => string | undefined {
  const host = withoutDot(asked)
  const domain = domainOf(host)
  const whole: Candidate = { text: host, looks: skeleton(host) }
  const tails = new Map<number, Candidate>()
  const tailOf = (count: number): Candidate => {
    const text = lastLabels(host, count)
    const tail = tails.get(count) ?? { text, looks: skeleton(text) }
    tails.set(count, tail)
    return tail
  }
  return (configured) => {
    const entry = withoutDot(configured)
    // Too short to tell: everything ends in "com".
    if (entry.length < 4 || host === entry || host.endsWith(`.${entry}`) || entry.endsWith(`.${host}`)) return undefined
    if (areNumbered(host, entry)) return undefined
    const glued = glue(host, entry)
    if (glued !== undefined && domain !== domainOf(entry)) return glued
    const tail = tailOf(entry.split('.').length)
    return compare(whole, entry) ?? (tail.text === host ? undefined : compare(tail, entry))
  }
}

interface Candidate {
  readonly text: string
  readonly looks: string
}

function compare({ text, looks }: Candidate, entry: string): string | undefined {
  if (looks === skeleton(entry)) return 'is written with letters that look alike'
  const letters = misspelling(text, entry)
  return letters === undefined ? undefined : `is ${letters === 1 ? 'one letter' : 'two letters'} away from it`
}

function glue(host: string, entry: string): string | undefined {
  if (host.startsWith(`${entry}.`) || host.includes(`.${entry}.`)) return 'has it in front of another domain'
  if (host.startsWith(entry)) return 'begins with it, without a dot between'
  if (host.endsWith(entry)) return 'ends in it, without a dot between'
  return undefined
}

function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function domainOf(host: string): string {
  return lastLabels(host, 2)
}

function lastLabels(host: string, count: number): string {
  return host.split('.').slice(-count).join('.')
}

/** How many letters differ, one or two; undefined when that many say nothing, in a short name. */
function misspelling(host: string, entry: string): number | undefined {
  if (Math.abs(host.length - entry.length) > 2) return undefined
  const distance = isWithin(host, entry, 1) ? 1 : isWithin(host, entry, 2) ? 2 : undefined
  if (distance === undefined) return undefined
  return differingLabels(host, entry).length >= (distance === 1 ? 5 : 8) ? distance : undefined
}

/** Insertions, deletions, substitutions and swaps of neighbours. */
function isWithin(from: string, to: string, most: number): boolean {
  let same = 0
  while (same < from.length && from[same] === to[same]) same++
  const left = from.slice(same)
  const right = to.slice(same)
  if (left === right) return true
  if (most === 0) return false
  return (
    isWithin(left.slice(1), right.slice(1), most - 1) ||
    isWithin(left.slice(1), right, most - 1) ||
    isWithin(left, right.slice(1), most - 1) ||
    (left.length > 1 &&
      left[0] === right[1] &&
      left[1] === right[0] &&
      isWithin(left.slice(2), right.slice(2), most - 1))
  )
}

/** `team-1` and `team-2`, or two addresses: names of one series, not one made to look like the other. */
function areNumbered(host: string, entry: string): boolean {
  let ours = 0
  let theirs = 0
  let [ourDigits, theirDigits] = [false, false]
  for (;;) {
    for (; isDigit(entry, ours); ours++) ourDigits = true
    for (; isDigit(host, theirs); theirs++) theirDigits = true
    if (ours === entry.length || theirs === host.length) break
    if (entry.charCodeAt(ours++) !== host.charCodeAt(theirs++)) return false
  }
  return ours === entry.length && theirs === host.length && ourDigits && theirDigits
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code >= 0x30 && code <= 0x39
}

/** The labels of `entry` in which the two differ; the last label never stands alone, for it is the same for many. */
function differingLabels(host: string, entry: string): string {
  const theirs = host.split('.')
  const labels = entry.split('.')
  let first = 0
  while (first < labels.length && labels[first] === theirs[first]) first++
  let last = 0
  while (last < labels.length - first && labels.at(-1 - last) === theirs.at(-1 - last)) last++
  return labels.slice(Math.min(first, Math.max(labels.length - 2, 0)), Math.max(labels.length - last, 1)).join('.')
}

// Unicode TR39 in the small: the letters of other alphabets that spell Latin names, and what ASCII has of the kind.
const TWINS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'ь',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еєε',
    g: 'ɡ',
    h: 'һ',
    i: 'іıιɩ',
    j: 'јϳ',
    k: 'кκ',
    l: '1ӏ',
    m: 'м',
    n: 'пո',
    o: 'оοо0օ',
    p: 'рρ',
    q: 'ԛ',
    r: 'гᴦ',
    s: 'ѕ',
    t: 'тτ',
    u: 'υս',
    v: 'νѵ',
    w: 'ԝωѡ',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
  }).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other, latin])),
)

/** The host as it looks: accents, alphabets and letter pairs that are hard to tell apart made one. */
function skeleton(host: string): string {
  return join(host.includes('xn--') ? unfold(host) : host.replaceAll('0', 'o').replaceAll('1', 'l'))
}

function join(text: string): string {
  return text.replaceAll('rn', 'm').replaceAll('vv', 'w')
}

function decodeLabel(label: string): string {
  return label.startsWith('xn--') ? (decodePunycode(label) ?? label) : label
}

function unfold(host: string): string {
  const text = host.split('.').map(decodeLabel).join('.').normalize('NFKD')
  let plain = ''
  for (const character of text) {
    const code = character.charCodeAt(0)
    const accent = code >= 0x300 && code <= 0x36f
    if (!accent) plain += TWINS.get(character) ?? character
  }
  return plain
}
