import { showValue } from '../finding.ts'
import { covers, isLoopback, type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { at, checkTexts, type Place, report, reportType, type UnknownRecord } from '../validate.ts'

interface Origins {
  /** Null: any origin. */
  readonly patterns: readonly OriginPattern[] | null
  readonly allowsNull: boolean
}

interface Context {
  readonly credentials: boolean
  flag(
    key:
      | 'dangerouslyAllowNullOrigin'
      | 'dangerouslyAllowInsecureOrigins'
      | 'dangerouslyAllowPublicSuffixes'
      | 'dangerouslyReflectAnyOrigin',
  ): boolean
}

/** The `origins` of a CORS configuration and the flags that go with it. */
export function compileOrigins(options: UnknownRecord, { credentials, flag }: Context, place: Place): Origins {
  const here = at(place, 'origins')
  const allowsNull = flag('dangerouslyAllowNullOrigin')
  const allowsInsecure = flag('dangerouslyAllowInsecureOrigins')
  const allowsSuffixes = flag('dangerouslyAllowPublicSuffixes')
  const reflects = flag('dangerouslyReflectAnyOrigin')
  const { origins } = options

  if (origins === '*') {
    if (credentials && !reflects) {
      const message = 'Browsers refuse "*" for a request with credentials.'
      report(here, 'wildcard-with-credentials', '*', message, {
        fix: 'List the origins that need credentials; or drop credentials; or, to let every website read what the visitor can, set dangerouslyReflectAnyOrigin.',
        see: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
      })
    }
    if (!credentials && reflects) reportUseless(place, 'dangerouslyReflectAnyOrigin', 'credentials are off')
    if (!credentials && allowsNull) reportUseless(place, 'dangerouslyAllowNullOrigin', '"*" covers the null origin')
    return { patterns: null, allowsNull }
  }
  if (reflects) reportUseless(place, 'dangerouslyReflectAnyOrigin', 'origins are listed')
  if (allowsInsecure && !credentials) reportUseless(place, 'dangerouslyAllowInsecureOrigins', 'credentials are off')
  if (Array.isArray(origins) && origins.length === 0 && !allowsNull) {
    reportType(here, undefined, "a list of origins, or '*',")
    return { patterns: [], allowsNull }
  }

  const patterns: OriginPattern[] = []
  checkTexts(origins, here, "a list of origins, or '*',", (text, entry) => {
    if (text === '*') {
      report(entry, 'wildcard-with-others', text, '"*" is not an origin.', {
        fix: "Write origins: '*' without a list.",
      })
      return undefined
    }
    const pattern = parseOriginPattern(text)
    if ('code' in pattern) {
      report(entry, pattern.code, text, pattern.message, {
        fix: pattern.fix,
        see: 'https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin',
      })
      return undefined
    }
    if (pattern.wildcard && !pattern.host.includes('.') && pattern.host !== 'localhost' && !allowsSuffixes) {
      const message = `${showValue(text)} admits every site under .${pattern.host}.`
      const fix = 'Name the domain: https://*.example.com. Or set dangerouslyAllowPublicSuffixes.'
      report(entry, 'invalid-wildcard', text, message, { fix })
    }
    if (credentials && pattern.scheme === 'http' && !isLoopback(pattern.host) && !allowsInsecure) {
      const message = `${showValue(text)} would share credentials with a page that anyone on the network can alter.`
      report(entry, 'insecure-origin', text, message, {
        fix: `Write ${text.replace('http:', 'https:')}. Or set dangerouslyAllowInsecureOrigins.`,
      })
    }
    patterns.push(pattern)
    return text
  })
  const distinct = [...new Map(patterns.map((pattern) => [pattern.text, pattern])).values()]
  reportRedundant(distinct, here)
  return { patterns: distinct, allowsNull }
}

function reportRedundant(patterns: readonly OriginPattern[], place: Place): void {
  const wide = new Map<string, OriginPattern[]>()
  for (const pattern of patterns) {
    if (!pattern.wildcard && pattern.port !== '*') continue
    const sameHost = wide.get(pattern.host)
    if (sameHost === undefined) wide.set(pattern.host, [pattern])
    else sameHost.push(pattern)
  }
  for (const pattern of patterns) {
    const cover = findCover(pattern, wide)
    if (cover === undefined) continue
    const message = `${showValue(pattern.text)} is already covered by ${showValue(cover.text)}.`
    report(place, 'redundant-value', pattern.text, message, { fix: 'Remove one of the two.' })
  }
}

// Only patterns of the host itself and of the domains above it can cover: comparing all pairs takes minutes for 100,000 origins.
function findCover(
  pattern: OriginPattern,
  wide: ReadonlyMap<string, readonly OriginPattern[]>,
): OriginPattern | undefined {
  for (let start = 0; ; ) {
    const covering = wide.get(pattern.host.slice(start))?.find((other) => other !== pattern && covers(other, pattern))
    if (covering !== undefined) return covering
    const dot = pattern.host.indexOf('.', start)
    if (dot === -1) return undefined
    start = dot + 1
  }
}

function reportUseless(place: Place, flag: string, because: string): void {
  report(at(place, flag), 'useless-option', true, `${flag} does nothing, because ${because}.`, {
    severity: 'warning',
    fix: 'Remove it.',
  })
}
