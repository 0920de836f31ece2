import { showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { at, type Place, report, reportType } from '../../validate.ts'
import { DIRECTIVES } from '../directives.ts'
import { isRecord } from './migration.ts'
import { DRAWN_NONCE, drawnNonce, isSourceFunction, readSourceFunction } from './nonce-function.ts'
import { noteSeveral, readNoText, type SentDirective, type SentWord, splitText } from './sent.ts'

const RULES = { library: 'nosecone', separators: 'sends it as it is' }

/** The directives that nosecone knows; it has them in camel case only. */
const KNOWN: readonly string[] = [
  'base-uri',
  'child-src',
  'default-src',
  'frame-src',
  'worker-src',
  'connect-src',
  'font-src',
  'img-src',
  'manifest-src',
  'media-src',
  'object-src',
  'prefetch-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'sandbox',
  'form-action',
  'frame-ancestors',
  'navigate-to',
  'report-uri',
  'report-to',
  'require-trusted-types-for',
  'trusted-types',
  'upgrade-insecure-requests',
]

const NAMES: ReadonlyMap<string, string> = new Map(KNOWN.map((name) => [camelCase(name), name]))

function camelCase(name: string): string {
  const [first = '', ...others] = name.split('-')
  return [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('')
}

const SELF = ["'self'"]
const NONE = ["'none'"]

/** What `nosecone` sends when no directives are given: none of it is added to directives that are. */
export const NOSECONE_DEFAULTS: Readonly<Record<string, unknown>> = {
  baseUri: NONE,
  childSrc: NONE,
  connectSrc: SELF,
  defaultSrc: SELF,
  fontSrc: SELF,
  formAction: SELF,
  frameAncestors: NONE,
  frameSrc: NONE,
  imgSrc: ["'self'", 'blob:', 'data:'],
  manifestSrc: SELF,
  mediaSrc: SELF,
  objectSrc: NONE,
  scriptSrc: SELF,
  styleSrc: SELF,
  workerSrc: SELF,
}

/** The directives that nosecone sends. Those it refuses are reported and not among them. */
export function readNoseconeDirectives(given: unknown, place: Place): readonly SentDirective[] {
  if (!isRecord(given)) {
    reportType(place, given, 'directives by name, such as { scriptSrc: ["\'self\'"] }')
    return []
  }
  const sent: SentDirective[] = []
  for (const [key, value] of Object.entries(given)) {
    const here = at(place, key)
    const name = NAMES.get(key)
    if (name === undefined) {
      const nearest = nearestName(key, NAMES.keys())
      const fix = nearest === undefined ? 'Remove it.' : `Did you mean ${nearest}?`
      const message = `${showValue(key)} is no directive that nosecone knows, and it refuses it.`
      report(here, 'unknown-directive', key, message, { fix })
    } else if (value) {
      const words = readValue(name, value, here)
      if (words) sent.push({ name, words, place: here })
    }
  }
  return sent
}

function readValue(name: string, value: unknown, place: Place): readonly SentWord[] | undefined {
  if (!Array.isArray(value)) {
    if (!takesNoValue(name, value)) {
      const what = value === true ? 'true' : 'anything but an array'
      const message = `nosecone takes ${what} for an empty list and sends ${name} without a value.`
      report(place, 'dead-value', value, message, { severity: 'warning', fix: 'Write an array.' })
    }
    return []
  }
  const words: SentWord[] = []
  let isAmiss = false
  for (const [index, entry] of value.entries()) {
    const read = readEntry(name, entry, at(place, index))
    if (read === undefined) isAmiss = true
    else words.push(...read)
  }
  return isAmiss ? undefined : words
}

function takesNoValue(name: string, value: unknown): boolean {
  return value === true && (DIRECTIVES.get(name)?.value === 'none' || name === 'sandbox')
}

function readEntry(name: string, entry: unknown, place: Place): readonly SentWord[] | undefined {
  if (entry === DRAWN_NONCE) return [drawnNonce(place)]
  if (isSourceFunction(entry)) {
    const word = readSourceFunction(entry, 'nosecone', place)
    return word && [word]
  }
  if (typeof entry !== 'string') return readNoText(entry, RULES, place)
  const problem = refusalOf(name, entry)
  if (problem === undefined) return noteSeveral(entry, splitText(entry, RULES, place), RULES, place)
  report(place, 'invalid-source', entry, `${showValue(entry)} ${problem}, and nosecone refuses it.`, {
    fix: name === 'sandbox' ? 'Remove it.' : `Write ${showValue(`'${entry}'`)}.`,
  })
  return undefined
}

const UNQUOTED: readonly string[] = [
  'self',
  'unsafe-eval',
  'unsafe-hashes',
  'unsafe-inline',
  'none',
  'strict-dynamic',
  'report-sample',
  'wasm-unsafe-eval',
  'script',
]
const SANDBOX_TOKENS: readonly string[] = [
  'allow-downloads-without-user-activation',
  'allow-forms',
  'allow-modals',
  'allow-orientation-lock',
  'allow-pointer-lock',
  'allow-popups',
  'allow-popups-to-escape-sandbox',
  'allow-presentation',
  'allow-same-origin',
  'allow-scripts',
  'allow-storage-access-by-user-activation',
  'allow-top-navigation',
  'allow-top-navigation-by-user-activation',
]

function refusalOf(name: string, text: string): string | undefined {
  if (UNQUOTED.includes(text)) return 'needs single quotes'
  return name === 'sandbox' && !SANDBOX_TOKENS.includes(text) ? 'is no token of its list' : undefined
}
