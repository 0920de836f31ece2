import { showValue } from '../../finding.ts'
import { at, type Place, report, reportType, type UnknownRecord } from '../../validate.ts'
import { lowerAscii } from '../parse.ts'
import { readHelmetDefaults, reportHelmetDefaults } from './helmet-defaults.ts'
import { isRecord } from './migration.ts'
import { DRAWN_NONCE, drawnNonce, isSourceFunction, readSourceFunction } from './nonce-function.ts'
import { noteSeveral, readNoText, type SentDirective, type SentWord, splitText } from './sent.ts'

const RULES = { library: 'helmet', separators: 'refuses it' }

/** The directives that helmet sends. Those it does not start with are reported and not among them. */
export function readHelmetDirectives(given: unknown, useDefaults: boolean, place: Place): readonly SentDirective[] {
  if (given !== undefined && given !== null && !isRecord(given)) {
    reportType(place, given, 'directives by name, such as { defaultSrc: ["\'self\'"] }')
    return []
  }
  const sent = new Map(useDefaults ? readHelmetDefaults(place) : [])
  const names = new Set<string>()
  let hasDefaultSrc = true
  const amiss = new Set<string>()
  for (const [key, value] of Object.entries<unknown>(given ?? {})) {
    const here = at(place, key)
    const name = readName(key, names, here)
    if (name === undefined) {
      amiss.add(key)
      continue
    }
    names.add(name)
    const isDisabled = isDisablingSymbol(value) && name === 'default-src'
    if (isDisabled) hasDefaultSrc = false
    if (isDisabled || value === null) {
      sent.delete(name)
      continue
    }
    const words = readValue(value, here)
    if (words) {
      sent.set(name, { name, words, place: here })
    } else {
      sent.delete(name)
      amiss.add(name)
    }
  }
  if (hasDefaultSrc && !sent.has('default-src') && !amiss.has('default-src')) {
    report(at(place, 'default-src'), 'unset-value', undefined, 'Without default-src, helmet does not start.', {
      fix: 'Give one, or dangerouslyDisableDefaultSrc.',
    })
  } else if (sent.size === 0 && amiss.size === 0) {
    report(place, 'unset-value', given, 'Without a directive, helmet does not start.', { fix: 'Give one.' })
  }
  reportHelmetDefaults(sent, names)
  return [...sent.values()]
}

/** `scriptSrc` is `script-src`; undefined after an error, for what helmet does not start with. */
function readName(key: string, names: ReadonlySet<string>, place: Place): string | undefined {
  let name = ''
  for (const character of key) name += isCapital(character) ? `-${character.toLowerCase()}` : character
  if (!isHelmetName(key)) {
    report(place, 'unknown-directive', key, `${showValue(key)} is no name of a directive, and helmet refuses it.`)
    return undefined
  }
  if (!names.has(name)) return name
  report(place, 'duplicate-value', key, `${name} is given twice, and helmet refuses that.`, { fix: 'Merge the two.' })
  return undefined
}

/** A small letter, then letters, digits and hyphens, with no hyphen at the end. */
function isHelmetName(key: string): boolean {
  const first = key.charAt(0)
  const isMadeOfIt = [...key].every((character) => isLetter(character) || isDigit(character) || character === '-')
  return first >= 'a' && first <= 'z' && isMadeOfIt && !key.endsWith('-')
}

function isLetter(character: string): boolean {
  const lower = lowerAscii(character)
  return lower >= 'a' && lower <= 'z'
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

function isCapital(character: string): boolean {
  return character >= 'A' && character <= 'Z'
}

/** `helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc`, which only helmet itself has. */
function isDisablingSymbol(value: unknown): boolean {
  return typeof value === 'symbol' && value.description === 'dangerouslyDisableDefaultSrc'
}

const MOST_ENTRIES = 10_000

function readValue(value: unknown, place: Place): readonly SentWord[] | undefined {
  if (typeof value === 'string') return readText(value, place)
  if (!isIterable(value)) {
    reportType(place, value, 'a list of sources')
    return undefined
  }
  const words: SentWord[] = []
  let isAmiss = false
  let index = 0
  for (const entry of value) {
    if (index >= MOST_ENTRIES) {
      report(place, 'out-of-range', index, `The list has more than ${MOST_ENTRIES} entries, or no end.`)
      return undefined
    }
    const read = readEntry(entry, at(place, index))
    if (read === undefined) isAmiss = true
    else words.push(...read)
    index += 1
  }
  return isAmiss ? undefined : words
}

function isIterable(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  // A generator gives its entries once: helmet takes them for its checks, and sends none.
  return typeof value[Symbol.iterator] === 'function' && !('next' in value)
}

function readEntry(entry: unknown, place: Place): readonly SentWord[] | undefined {
  if (typeof entry === 'string') return noteSeveral(entry, readText(entry, place), RULES, place)
  if (entry === DRAWN_NONCE) return [drawnNonce(place)]
  if (isSourceFunction(entry)) {
    const word = readSourceFunction(entry, 'helmet', place)
    return word && [word]
  }
  return readNoText(entry, RULES, place)
}

const UNQUOTED: readonly string[] = [
  'none',
  'self',
  'strict-dynamic',
  'report-sample',
  'inline-speculation-rules',
  'unsafe-inline',
  'unsafe-eval',
  'unsafe-hashes',
  'wasm-unsafe-eval',
]
const UNQUOTED_STARTS: readonly string[] = ['nonce-', 'sha256-', 'sha384-', 'sha512-']

function readText(text: string, place: Place): readonly SentWord[] | undefined {
  if (UNQUOTED.includes(text) || UNQUOTED_STARTS.some((start) => text.startsWith(start))) {
    report(
      place,
      'invalid-source',
      text,
      `${showValue(text)} needs single quotes, and helmet does not start without.`,
      {
        fix: `Write ${showValue(`'${text}'`)}.`,
      },
    )
    return undefined
  }
  return splitText(text, RULES, place)
}

/** Its own properties, as far as it has any. */
export function optionsOf(value: unknown): UnknownRecord {
  return isRecord(value) ? value : {}
}
