import { showValue } from '../../finding.ts'
import { parseOriginPattern } from '../../origin/pattern.ts'
import { at, type Place, report, reportType } from '../../validate.ts'
import type { OriginResolver } from '../origin-resolver.ts'
import { translateExpression } from './expression-translation.ts'
import type { Reading } from './library.ts'
import { type OriginEntry, withoutCovered } from './origin-entries.ts'
import { adaptOriginFunction, type OriginFunction } from './origin-function.ts'

export type TranslatedOrigins =
  | { readonly kind: 'any' }
  | { readonly kind: 'off' }
  | { readonly kind: 'list'; readonly entries: readonly OriginEntry[] }
  | { readonly kind: 'resolver'; readonly resolve: OriginResolver }

const LIST_THEM = "List the origins that may read the responses, such as origins: ['https://app.example.com']."
const RESOLVER = 'Decide in an origin resolver: origins: async (origin, request) => boolean.'

/** The option `origin`; undefined when it cannot be translated, which is reported. */
export function readOrigins(reading: Reading): TranslatedOrigins | undefined {
  const { library, options } = reading
  const place = at(reading.place, 'origin')
  if (!Object.hasOwn(options, 'origin')) {
    const message = `Without origin, ${library.name} lets every website read the responses.`
    report(place, 'default-lets-through', undefined, message, { severity: 'warning', fix: LIST_THEM })
    return { kind: 'any' }
  }
  const { origin } = options
  if (origin === '*') return { kind: 'any' }
  if (origin === undefined || origin === null || origin === '') {
    const message = `The value is ${showValue(origin)}, and ${library.name} then ${library.unsetOrigin}.`
    report(place, 'unset-value', origin, message, { fix: 'Is an environment variable unset? Set it.' })
    return undefined
  }
  if (isFunction(origin)) return readFunction(reading, place, origin)
  if (library.name === '@koa/cors' && typeof origin !== 'string') return reportKoaOrigin(place, origin)
  if (origin === false) return { kind: 'off' }
  return readList(reading, origin, place)
}

function isFunction(value: unknown): value is OriginFunction {
  return typeof value === 'function'
}

function readFunction({ library }: Reading, place: Place, origin: OriginFunction): TranslatedOrigins | undefined {
  if (library.name === '@koa/cors') {
    // It is given Koa's context, and may answer for another origin than the one that asks.
    const message = 'What the function makes of a Koa context is not known before it is asked.'
    report(place, 'untranslatable-option', origin, message, { fix: RESOLVER })
    return undefined
  }
  const message =
    'The function is asked about well-formed origins only, never about null or a request without Origin; what it answers later than at once is remembered for a minute, and a failure refuses the origin.'
  report(place, 'behaviour-differs', origin, message, { severity: 'info', fix: RESOLVER })
  return { kind: 'resolver', resolve: adaptOriginFunction(origin) }
}

function reportKoaOrigin(place: Place, origin: unknown): undefined {
  const message =
    origin === false || origin === 0
      ? `@koa/cors takes ${showValue(origin)} for "*" and lets every website in.`
      : `@koa/cors sends ${showText(origin)} as it is, which no browser accepts.`
  const fix = origin === false ? "Write cors: false, or origins: '*'." : LIST_THEM
  report(place, 'untranslatable-option', origin, message, { fix })
  return undefined
}

/** All that is collected while a list is walked through. */
interface Collection {
  readonly entries: OriginEntry[]
  isAny: boolean
  isAmiss: boolean
  readonly walked: Set<unknown>
}

function readList(reading: Reading, origin: unknown, place: Place): TranslatedOrigins | undefined {
  const collection: Collection = { entries: [], isAny: false, isAmiss: false, walked: new Set() }
  if (reading.library.name === '@fastify/cors' && Array.isArray(origin) && origin.includes('*')) {
    report(place, 'behaviour-differs', '*', '@fastify/cors lets every website in when "*" is in the list.', {
      severity: 'warning',
      fix: 'Remove "*" from the list, or the list.',
    })
    return { kind: 'any' }
  }
  readEntry(reading, origin, place, collection)
  if (collection.isAmiss) return undefined
  if (collection.isAny) return { kind: 'any' }
  if (collection.entries.length === 0) {
    const message = `${showText(origin)} admits no origin at all.`
    report(place, 'unset-value', origin, message, { fix: `${LIST_THEM} Or write cors: false.` })
    return undefined
  }
  if (typeof origin === 'string') {
    const message = `${reading.library.name} sends ${showValue(origin)} to everybody; here only that origin is answered.`
    report(place, 'behaviour-differs', origin, message, { severity: 'info' })
  }
  return { kind: 'list', entries: withoutCovered(collection.entries, place.findings) }
}

function readEntry(reading: Reading, entry: unknown, place: Place, collection: Collection): void {
  if (Array.isArray(entry)) {
    // A list that holds itself is one that the libraries do not survive.
    if (collection.walked.has(entry)) return
    collection.walked.add(entry)
    for (const [index, inner] of entry.entries()) readEntry(reading, inner, at(place, index), collection)
  } else if (typeof entry === 'string' && entry !== '') {
    readText(reading, entry, place, collection)
  } else if (entry instanceof RegExp) {
    readExpression(reading, entry, place, collection)
  } else if (entry === true) {
    collection.isAny = true
    const message = `${reading.library.name} takes true for every origin: it answers each with its own name.`
    report(place, 'default-lets-through', true, message, { severity: 'warning', fix: LIST_THEM })
  } else if (entry === false) {
    report(place, 'dead-value', false, 'false in a list admits nobody.', { severity: 'info', fix: 'Remove it.' })
  } else {
    collection.isAmiss = true
    reportType(place, entry, 'an origin or a regular expression')
  }
}

function readText(reading: Reading, text: string, place: Place, collection: Collection): void {
  const { library, dangers } = reading
  if (text === 'null') {
    if (dangers.dangerouslyAllowNullOrigin === true) collection.entries.push({ text, path: place.path })
    else reportNull(place, text, collection)
    return
  }
  const pattern = parseOriginPattern(text)
  if (!('code' in pattern) && !pattern.wildcard && pattern.port !== '*') {
    collection.entries.push({ text, path: place.path })
    return
  }
  const corrected = correctOrigin(text)
  if (corrected !== undefined) {
    collection.entries.push({ text: corrected, path: place.path })
    const message = `${showValue(text)} never matched in ${library.name}: browsers send ${showValue(corrected)}, which is admitted from now on.`
    report(place, 'corrected-value', text, message, { severity: 'warning', fix: `Write ${corrected}.` })
    return
  }
  if (text.includes(',')) {
    collection.isAmiss = true
    const message = `${showValue(text)} is one text, and ${library.name} compares or sends it as a whole: it never matched.`
    report(place, 'invalid-origin', text, message, { fix: "Write a list: text.split(',')." })
    return
  }
  const why = 'code' in pattern ? pattern.message : `${library.name} knows no wildcards.`
  const isPattern = !('code' in pattern)
  report(place, 'dead-value', text, `${showValue(text)} never matched, and is left out. ${why}`, {
    severity: 'warning',
    fix: isPattern ? `To admit what it says, add ${text} to origins.` : 'code' in pattern ? pattern.fix : LIST_THEM,
  })
}

function reportNull(place: Place, value: unknown, collection: Collection): void {
  collection.isAmiss = true
  report(place, 'null-origin', value, 'The origin null is that of every sandboxed frame and data: document.', {
    fix: 'Remove it, or pass dangerouslyAllowNullOrigin: true beside from.',
  })
}

/** The origin that was meant, when only its spelling is at fault: case, a slash at the end, the default port. */
function correctOrigin(text: string): string | undefined {
  const trimmed = text.trim()
  if (!trimmed.toLowerCase().startsWith('http') || !trimmed.includes('://') || trimmed.includes('*')) return undefined
  try {
    const { origin, pathname, search, hash, username, password } = new URL(trimmed)
    const isPlain = pathname === '/' && search + hash + username + password === ''
    return isPlain && !('code' in parseOriginPattern(origin)) ? origin : undefined
  } catch {
    return undefined
  }
}

function readExpression(reading: Reading, expression: RegExp, place: Place, collection: Collection): void {
  const { library } = reading
  const shown = String(expression)
  if (library.name === 'cors' && (expression.global || expression.sticky)) {
    const flag = expression.global ? 'g' : 'y'
    const message = `With the ${flag} flag, cors admits an origin at one request and refuses it at the next; here it is always admitted.`
    report(place, 'behaviour-differs', shown, message, { severity: 'warning', fix: `Remove the ${flag} flag.` })
  }
  const translation = translateExpression(expression)
  switch (translation.kind) {
    case 'any':
      collection.isAny = true
      report(place, 'loose-expression', shown, `${shown} admits every website.`, {
        severity: 'warning',
        fix: LIST_THEM,
      })
      return
    case 'none':
      report(place, 'dead-value', shown, `${shown} never matched an origin, which is a scheme and a lower-case host.`, {
        severity: 'warning',
        fix: LIST_THEM,
      })
      return
    case 'untranslatable':
      collection.isAmiss = true
      report(place, 'untranslatable-option', shown, `${shown} has no translation: ${translation.why}.`, {
        fix: `Write patterns such as https://*.example.com (any depth below the domain). ${RESOLVER}`,
      })
      return
    case 'patterns': {
      for (const text of translation.patterns) collection.entries.push({ text, path: place.path })
      const patterns = translation.patterns.join(' ')
      if (translation.lost.length > 0) {
        const lost = translation.lost.map(({ origin, because }) => `${origin} (${because})`).join(', ')
        report(place, 'loose-expression', shown, `${shown} also admits ${lost}; ${patterns} does not.`, {
          severity: 'warning',
          fix: 'Add to origins what is missing.',
        })
      }
      if (translation.gained !== undefined) {
        const message = `${patterns} also admits ${translation.gained}, which ${shown} refuses.`
        report(place, 'behaviour-differs', shown, message, { severity: 'info' })
      }
    }
  }
}

/** A value in a message, regular expressions included. */
function showText(value: unknown): string {
  if (value instanceof RegExp) return String(value)
  if (Array.isArray(value)) return `[${value.slice(0, 5).map(showText).join(', ')}${value.length > 5 ? ', …' : ''}]`
  return showValue(value)
}
