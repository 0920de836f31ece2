import type { CompileOptions } from '../compile-options.ts'
import { showValue } from '../finding.ts'
import { isLoopback, type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { splitOrigins } from '../origin/suggestion.ts'
import { at, kindOf, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import type { ResolverSettings } from './origin-resolver.ts'
import { reportRedundant } from './redundant.ts'
import { isLookedUp, readResolver } from './resolver-settings.ts'
import { checkSuffixes } from './suffixes.ts'

interface Origins {
  /** Null: any origin. */
  readonly patterns: readonly OriginPattern[] | null
  readonly allowsNull: boolean
  /** Null: nobody is asked. */
  readonly resolver: ResolverSettings | null
  /** Whether `http:` origins may have credentials. */
  readonly allowsInsecure: boolean
}

interface Context extends CompileOptions {
  readonly credentials: boolean
  flag(
    key:
      | 'dangerouslyAllowNullOrigin'
      | 'dangerouslyAllowInsecureOrigins'
      | 'dangerouslyAllowPublicSuffixes'
      | 'dangerouslyReflectAnyOrigin',
  ): boolean
}

/** Which list it is: the origins, or those known beside a resolver. */
type ListKey = 'origins' | 'known'

const EXPECTED: Readonly<Record<ListKey, string>> = { origins: "a list of origins or '*'", known: 'a list of origins' }
const SERIALISATION = 'https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin'

/** The `origins` of a CORS configuration and the flags that go with it. */
export function compileOrigins(options: UnknownRecord, context: Context, place: Place): Origins {
  const { credentials, flag } = context
  const allowsNull = flag('dangerouslyAllowNullOrigin')
  const allowsInsecure = flag('dangerouslyAllowInsecureOrigins')
  const allowsSuffixes = flag('dangerouslyAllowPublicSuffixes')
  const reflects = flag('dangerouslyReflectAnyOrigin')
  const useless = (name: string, because: string): void => reportUseless(place, `dangerously${name}`, because)
  const here = at(place, 'origins')

  if (options.origins === '*') {
    if (credentials && !reflects) {
      report(here, 'wildcard-with-credentials', '*', 'Browsers refuse "*" for a request with credentials.', {
        fix: 'List the origins that need credentials; or drop credentials; or, to let every website read what the visitor can, set dangerouslyReflectAnyOrigin.',
        see: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
      })
    }
    if (!credentials && reflects) useless('ReflectAnyOrigin', 'credentials are off')
    if (!credentials && allowsNull) useless('AllowNullOrigin', '"*" covers the null origin')
    if (allowsInsecure) useless('AllowInsecureOrigins', '"*" covers insecure origins')
    if (allowsSuffixes) useless('AllowPublicSuffixes', '"*" is no pattern')
    return { patterns: null, allowsNull, resolver: null, allowsInsecure }
  }
  if (reflects) useless('ReflectAnyOrigin', 'origins are listed')

  if (!Object.hasOwn(options, 'origins')) return reportMissing(here)
  const lookUp = isLookedUp(options.origins) ? options.origins : null
  const resolver = lookUp === null ? null : readResolver(lookUp, here)
  const list = lookUp === null ? here : at(here, 'known')
  const { patterns, positions } = readListed(options.origins, allowsNull, credentials, list)
  const placeOf = (index: number): Place => at(list, positions[index] ?? index)
  const isInsecure = credentials && patterns.some(sharesInTheClear)
  // What a resolver will be asked about nobody knows.
  if (allowsInsecure && !isInsecure && (resolver === null || !credentials))
    useless('AllowInsecureOrigins', credentials ? 'no insecure origin is listed' : 'credentials are off')
  if (isInsecure && !allowsInsecure)
    for (const [index, pattern] of patterns.entries())
      if (sharesInTheClear(pattern)) reportInsecure(pattern, placeOf(index))

  const suffixes = checkSuffixes(patterns, allowsSuffixes, context, placeOf)
  if (allowsSuffixes && suffixes === 'none') useless('AllowPublicSuffixes', 'no wildcard stands below a public suffix')
  reportRedundant(patterns, placeOf)
  return { patterns, allowsNull, resolver, allowsInsecure }
}

function reportMissing(place: Place): Origins {
  const message = 'origins is missing: there is no default for who may read what this server answers.'
  report(place, 'unset-value', undefined, message, { fix: 'List them: origins: ["https://app.example.com"].' })
  return { patterns: [], allowsNull: false, resolver: null, allowsInsecure: false }
}

/** The usable entries, once each. */
interface Entries {
  readonly patterns: OriginPattern[]
  /** Where each stands in the list. */
  readonly positions: number[]
}

/** What is listed, be it beside a resolver. */
function readListed(origins: unknown, allowsNull: boolean, credentials: boolean, place: Place): Entries {
  const star = credentials
    ? 'List the origins: with credentials, "*" cannot be shared.'
    : "Write origins: '*' without a list."
  if (!isLookedUp(origins)) return readEntries(origins, 'origins', allowsNull, star, place)
  const known = typeof origins === 'function' ? undefined : origins.known
  return known === undefined
    ? { patterns: [], positions: [] }
    : readEntries(known, 'known', allowsNull, 'Remove it: what is not known is looked up.', place)
}

/** Everything that is not usable is reported. */
function readEntries(origins: unknown, key: ListKey, allowsNull: boolean, starFix: string, place: Place): Entries {
  const entries: Entries = { patterns: [], positions: [] }
  if (!Array.isArray(origins)) {
    reportNoList(origins, key, place)
    return entries
  }
  if (origins.length === 0 && !allowsNull) reportEmpty(key, place)
  const seen = new Set<unknown>()
  // Not forEach, which would pass over the holes of a list.
  for (let index = 0; index < origins.length; index++) {
    const text: unknown = origins[index]
    if (typeof text !== 'string' || text === '') {
      reportType(at(place, index), text, 'the text of an origin', fixFor(text))
      continue
    }
    if (seen.size === seen.add(text).size) {
      const message = `${showValue(text)} is listed twice.`
      report(at(place, index), 'duplicate-value', text, message, { fix: 'Remove one of the two.' })
      continue
    }
    const pattern = readEntry(text, allowsNull, starFix, at(place, index))
    if (pattern === undefined) continue
    entries.patterns.push(pattern)
    entries.positions.push(index)
  }
  return entries
}

function readEntry(text: string, allowsNull: boolean, starFix: string, place: Place): OriginPattern | undefined {
  const pattern = parseOriginPattern(text)
  if (!('code' in pattern)) {
    if (pattern.host.endsWith('.')) reportTrailingDot(pattern, place)
    return pattern
  }
  if (text === '*') {
    report(place, 'wildcard-with-others', text, '"*" is any origin, so it cannot be one of a list.', { fix: starFix })
  } else {
    const isAllowed = pattern.code === 'null-origin' && allowsNull
    const fix = isAllowed ? 'Remove it: dangerouslyAllowNullOrigin allows it already.' : pattern.fix
    report(place, pattern.code, text, pattern.message, { fix, see: SERIALISATION })
  }
  return undefined
}

function reportEmpty(key: ListKey, place: Place): void {
  const fix =
    key === 'known'
      ? 'Leave it out.'
      : 'List who may, or write cors: false for nobody. If it comes from an environment variable, is that unset?'
  report(place, 'unset-value', undefined, 'The list is empty, so it lets nobody read.', { fix })
}

function reportNoList(value: unknown, key: ListKey, place: Place): void {
  if (typeof value === 'string' && value !== '') {
    const origins = splitOrigins(value)
    if (origins.every((origin) => !('code' in parseOriginPattern(origin)))) {
      const fix = `Write ${key}: [${origins.map((origin) => JSON.stringify(origin)).join(', ')}].`
      report(place, 'invalid-type', value, `${showValue(value)} is a text, where ${EXPECTED[key]} is needed.`, {
        fix: origins.length === 1 ? fix : `${fix} A text from elsewhere can be split: text.split(',').`,
      })
      return
    }
  }
  const isReflecting = value === true && key === 'origins'
  reportType(place, value, EXPECTED[key], isReflecting ? "List the origins, or write '*' for any." : fixFor(value))
}

/** What people mean by values of other kinds, most of which other libraries take. */
function fixFor(value: unknown): string {
  switch (kindOf(value)) {
    case 'a regular expression':
      return 'Write a pattern: https://*.example.com for all subdomains, http://localhost:* for any port.'
    case 'a function':
      return 'A function stands by itself, origins: async (origin, request) => boolean, or beside a list: origins: { known: [...], resolve }.'
    case 'a URL object':
      return 'Write its origin: url.origin.'
    case 'a promise':
      return 'Await it before the configuration is made.'
    case 'a list':
    case 'a set':
      return 'Spread it: [...origins].'
    case 'a boolean':
      return 'List the origins. No CORS at all is cors: false.'
    default:
      return 'Write an origin such as "https://app.example.com", in a list.'
  }
}

function sharesInTheClear({ scheme, host }: OriginPattern): boolean {
  return scheme === 'http' && !isLoopback(host)
}

function reportInsecure(pattern: OriginPattern, place: Place): void {
  const { text } = pattern
  const secure = parseOriginPattern(`https${text.slice(4)}`)
  // With the default port of https it is no origin.
  const fix = 'code' in secure ? secure.fix : `Write ${secure.text}.`
  const message = `${showValue(text)} would share credentials with a page that anyone on the network can alter.`
  report(place, 'insecure-origin', text, message, { fix: `${fix} Or set dangerouslyAllowInsecureOrigins.` })
}

function reportTrailingDot({ text, host }: OriginPattern, place: Place): void {
  const plain = text.replace(host, host.slice(0, -1))
  const message = `${showValue(text)} is another origin than ${showValue(plain)}: browsers keep the dot of whoever typed it.`
  report(place, 'trailing-dot', text, message, {
    severity: 'warning',
    fix: `Write ${showValue(plain)}, or list both if pages are opened by both names.`,
    see: SERIALISATION,
  })
}

function reportUseless(place: Place, flag: string, because: string): void {
  report(at(place, flag), 'useless-option', true, `${flag} does nothing, because ${because}.`, {
    severity: 'warning',
    fix: 'Remove it.',
  })
}
