import type { CsrfConfig } from '../config.ts'
import type { CorsPolicy } from '../cors/policy.ts'
import { showValue } from '../finding.ts'
import { compileMatcher, type OriginMatcher } from '../origin/matcher.ts'
import { type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { splitOrigins } from '../origin/suggestion.ts'
import { at, checkObject, checkTexts, type Place, report, reportType } from '../validate.ts'

/** A compiled cross-origin request guard. */
export interface CsrfPolicy {
  /** The server's own origins; null: the one the request was sent to. */
  readonly own: OriginMatcher | null
  /** Null: the own origin only. `'cors'`: whatever the rule's CORS part admits. */
  readonly trusted: OriginMatcher | 'cors' | null
}

/** `cors` is the CORS part of the same rule. */
export function compileCsrf(config: CsrfConfig | boolean, cors: CorsPolicy | null, place: Place): CsrfPolicy | null {
  if (config === false) return null
  if (config === true) return Object.freeze({ own: null, trusted: null })
  if (!checkObject(config, ['trustedOrigins', 'ownOrigin'], place)) return null
  const { trustedOrigins, ownOrigin } = config
  return Object.freeze({
    own: 'ownOrigin' in config ? compileOwn(ownOrigin, at(place, 'ownOrigin')) : null,
    trusted: trustedOrigins === undefined ? null : compileTrusted(trustedOrigins, cors, at(place, 'trustedOrigins')),
  })
}

const TRUSTED = "a list of exact origins, or 'cors',"

function compileTrusted(trusted: unknown, cors: CorsPolicy | null, here: Place): OriginMatcher | 'cors' {
  if (trusted !== 'cors') {
    if (typeof trusted !== 'string' || trusted === '') return compileExact(trusted, here, TRUSTED, checkTrusted)
    const origins = splitOrigins(trusted).map((origin) => JSON.stringify(origin))
    reportType(here, trusted, TRUSTED, `Write trustedOrigins: [${origins.join(', ')}].`)
    return compileMatcher([])
  }
  if (cors === null) {
    report(here, 'useless-option', 'cors', "'cors' trusts nobody, because this rule has no CORS part.", {
      severity: 'warning',
      fix: 'List the origins, or configure cors.',
    })
  } else if (cors.matcher === null) {
    report(
      here,
      'wildcard-with-others',
      'cors',
      '\'cors\' would trust every website, because the CORS origins are "*".',
      {
        fix: 'List the origins that may send unsafe requests.',
      },
    )
  }
  return 'cors'
}

/** One origin or several. */
function compileOwn(own: unknown, here: Place): OriginMatcher {
  if (Array.isArray(own) && own.length > 0) return compileExact(own, here, 'a list of exact origins', checkOwn)
  const pattern = typeof own === 'string' && own !== '' ? checkOwn(own, here) : undefined
  if (typeof own !== 'string' || own === '') {
    reportType(here, own, "an origin such as 'https://shop.example.com'")
  }
  return compileMatcher(pattern === undefined ? [] : [pattern])
}

function compileExact(
  texts: unknown,
  here: Place,
  expected: string,
  check: (text: string, entry: Place) => OriginPattern | undefined,
): OriginMatcher {
  const patterns: OriginPattern[] = []
  checkTexts(texts, here, expected, (text, entry) => {
    const pattern = check(text, entry)
    if (pattern !== undefined) patterns.push(pattern)
    return pattern?.text
  })
  return compileMatcher(patterns)
}

function checkTrusted(text: string, entry: Place): OriginPattern | undefined {
  return checkExact(text, entry, 'unsafe requests are trusted from exact origins only', {
    null: 'Remove it: the null origin can never be trusted with unsafe requests.',
    pattern: 'List each origin.',
  })
}

function checkOwn(text: string, entry: Place): OriginPattern | undefined {
  return checkExact(text, entry, 'a server is at exact origins', {
    null: 'Write the origin that visitors see in the address bar.',
    pattern: 'List each origin that visitors see in the address bar.',
  })
}

function checkExact(
  text: string,
  entry: Place,
  rule: string,
  fixes: { readonly null: string; readonly pattern: string },
): OriginPattern | undefined {
  const pattern = parseOriginPattern(text)
  if ('code' in pattern) {
    report(entry, pattern.code, text, pattern.message, {
      fix: pattern.code === 'null-origin' ? fixes.null : pattern.fix,
    })
    return undefined
  }
  if (!pattern.wildcard && pattern.port !== '*') return pattern
  report(entry, 'invalid-wildcard', text, `${showValue(text)} is a pattern; ${rule}.`, { fix: fixes.pattern })
  return undefined
}
