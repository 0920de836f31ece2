import { type Finding, showValue } from '../finding.ts'
import { compileMatcher, NO_MATCH } from '../origin/matcher.ts'
import { type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { checkTexts, report } from '../validate.ts'

/** The origins that an app's own pages have. */
export interface PageOrigins {
  /** What is wrong with the list: all of it. */
  readonly findings: readonly Finding[]
  /** Whether a serialised origin is one of them. In a time that grows with its length alone. */
  readonly has: (origin: string) => boolean
}

/** Reads a list of origins and origin patterns, written as those of CORS: `https://*.team.example.com`, `http://localhost:*`. `path` is where it stands in the options. */
export function compilePageOrigins(list: unknown, path: string): PageOrigins {
  const findings: Finding[] = []
  const patterns: OriginPattern[] = []
  checkTexts(list, { path, findings }, 'a list of origins such as ["https://app.example.com"]', (text, place) => {
    const pattern = parseOriginPattern(text)
    if (!('code' in pattern)) {
      patterns.push(pattern)
      return text
    }
    const message = text === '*' ? `${showValue(text)} would make every page on the web one of ours.` : pattern.message
    const fix = text === '*' ? 'List the origins of your own pages.' : pattern.fix
    report(place, pattern.code, text, message, { fix })
    return undefined
  })
  if (Array.isArray(list) && list.length === 0) {
    const fix = 'List the origins of your own pages: ["https://app.example.com"].'
    report({ path, findings }, 'unset-value', list, 'The list is empty, so that every report would be foreign.', {
      fix,
    })
  }
  const matcher = compileMatcher(patterns)
  return Object.freeze({ findings, has: (origin: string) => matcher.find(origin) !== NO_MATCH })
}
