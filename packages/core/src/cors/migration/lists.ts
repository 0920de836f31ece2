import { showValue } from '../../finding.ts'
import { isToken } from '../../http/token.ts'
import { at, type Place, report, reportType } from '../../validate.ts'
import { SAFELISTED_METHODS } from '../names.ts'
import type { Reading } from './library.ts'

type List = '*' | readonly string[]

/** Undefined: cannot be translated, which is reported. */
export function readMethods(reading: Reading, credentials: boolean): List | undefined {
  const { library, options } = reading
  const key = library.names.methods
  const place = at(reading.place, key)
  if (!Object.hasOwn(options, key)) {
    if (library.methods.length > 0) {
      const message = `Without ${key}, ${library.name} lets pages use ${library.methods.join(', ')}.`
      report(place, 'default-lets-through', undefined, message, { severity: 'info', fix: 'List those you need.' })
    }
    return library.methods
  }
  const texts = readTexts(options[key], place)
  if (texts === undefined) return undefined
  const methods = new Set<string>()
  for (const text of texts) {
    const upper = text.toUpperCase()
    // Browsers write these in capitals, whatever a page says, and compare with regard to case (Fetch §2.2.1).
    const isMisspelt = text !== upper && [...SAFELISTED_METHODS, 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(upper)
    if (isMisspelt && !SAFELISTED_METHODS.includes(upper)) {
      const message = `${showValue(text)} never matched: methods are compared with regard to case. ${upper} is allowed from now on.`
      report(place, 'corrected-value', text, message, { severity: 'warning', fix: `Write ${upper}.` })
    }
    methods.add(isMisspelt ? upper : text)
  }
  for (const method of SAFELISTED_METHODS) methods.delete(method)
  return takeWildcard([...methods], credentials, place)
}

export function readAllowedHeaders(reading: Reading, credentials: boolean): List | undefined {
  const { library, options } = reading
  const own = library.names.allowedHeaders
  const key = library.name === 'cors' && !options[own] ? 'headers' : own
  const place = at(reading.place, Object.hasOwn(options, key) ? key : own)
  const value = options[key]
  if (allowsWhatIsAsked(library.name, value, Object.hasOwn(options, key))) {
    const message = `Without ${own}, ${library.name} allows every request header that a page asks for.`
    report(place, 'default-lets-through', value, message, {
      severity: 'info',
      fix: credentials ? 'List those you need.' : 'List those you need; "*" covers all but Authorization.',
    })
    return '*'
  }
  if (value === undefined || value === '') return []
  const texts = readTexts(value, place)
  return texts && takeWildcard(lowerCase(texts), credentials, place)
}

function allowsWhatIsAsked(library: string, value: unknown, isThere: boolean): boolean {
  if (library === '@fastify/cors') return value === null || !isThere
  // Joined, an empty list is an empty text.
  return !value || (library === '@koa/cors' && Array.isArray(value) && value.join(',') === '')
}

export function readExposedHeaders(reading: Reading, credentials: boolean): List | undefined {
  const key = reading.library.names.exposedHeaders
  const value = reading.options[key]
  if (value === undefined || value === null || value === '') return []
  const place = at(reading.place, key)
  const texts = readTexts(value, place)
  return texts && takeWildcard(lowerCase(texts), credentials, place)
}

function lowerCase(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => text.toLowerCase()))]
}

/** With credentials, `*` is a name like any other, and nobody's (Fetch §3.3.5); without, it makes the others needless. */
function takeWildcard(texts: readonly string[], credentials: boolean, place: Place): List {
  if (!texts.includes('*')) return texts
  const others = texts.filter((text) => text !== '*')
  if (credentials) {
    report(place, 'dead-value', '*', '"*" means nothing to a browser once credentials are included. It is left out.', {
      severity: 'warning',
      fix: 'List what pages need.',
    })
    return others
  }
  if (others.length > 0) {
    const message = `"*" covers ${others.join(', ')}${others.includes('authorization') ? ', save Authorization in browsers that follow the standard' : ''}.`
    report(place, 'wildcard-with-others', '*', message, { severity: 'warning', fix: 'Write "*" alone, or the list.' })
  }
  return '*'
}

/** A list, or a text with commas, of tokens. */
function readTexts(value: unknown, place: Place): readonly string[] | undefined {
  const items = Array.isArray(value) ? value : [value]
  const expected = 'a list of names, or a text with commas between them'
  const wrong = items.find((item) => typeof item !== 'string' || (item === '' && !Array.isArray(value)))
  if (wrong !== undefined || items.includes(undefined)) {
    reportType(place, wrong, expected)
    return undefined
  }
  const texts = items.flatMap((item) => String(item).split(',')).map((text) => text.trim())
  const names = texts.filter((text) => text !== '')
  const broken = names.find((name) => !isToken(name))
  if (broken !== undefined) {
    // Fetch §4.8 step 7.4: a list that cannot be read is a network error, whatever else is in it.
    const message = `${showValue(broken)} is not a name, and browsers then refuse every preflight.`
    report(place, place.path.toLowerCase().includes('method') ? 'invalid-method' : 'invalid-header', broken, message, {
      fix: 'Write one name an entry.',
    })
    return undefined
  }
  return [...new Set(names)]
}
