import type { CsrfConfig } from '../config.ts'
import type { CorsPolicy } from '../cors/policy.ts'
import { showValue } from '../finding.ts'
import { compileMatcher, type OriginMatcher } from '../origin/matcher.ts'
import { type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { at, checkObject, checkTexts, type Place, report } from '../validate.ts'

/** A compiled cross-origin request guard. */
export interface CsrfPolicy {
  /** Null: the own origin only. `'cors'`: whatever the rule's CORS part admits. */
  readonly trusted: OriginMatcher | 'cors' | null
}

/** `cors` is the CORS part of the same rule. */
export function compileCsrf(config: CsrfConfig | boolean, cors: CorsPolicy | null, place: Place): CsrfPolicy | null {
  if (config === false) return null
  if (config === true) return { trusted: null }
  if (!checkObject(config, ['trustedOrigins'], place)) return null
  const { trustedOrigins } = config
  const here = at(place, 'trustedOrigins')
  if (trustedOrigins === undefined) return { trusted: null }
  if (trustedOrigins === 'cors') {
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
    return { trusted: 'cors' }
  }
  const patterns: OriginPattern[] = []
  checkTexts(trustedOrigins, here, "a list of exact origins, or 'cors',", (text, entry) => {
    const pattern = parseOriginPattern(text)
    if ('code' in pattern) {
      const fix =
        pattern.code === 'null-origin'
          ? 'Remove it: the null origin can never be trusted with unsafe requests.'
          : pattern.fix
      report(entry, pattern.code, text, pattern.message, { fix })
      return undefined
    }
    if (pattern.wildcard || pattern.port === '*') {
      const message = `${showValue(text)} is a pattern; unsafe requests are trusted from exact origins only.`
      report(entry, 'invalid-wildcard', text, message, { fix: 'List each origin.' })
      return undefined
    }
    patterns.push(pattern)
    return text
  })
  return { trusted: compileMatcher(patterns) }
}
