import { DIRECTIVES } from '@sallyport/core/csp'

/** What a browser says it would have blocked. Everything here was written by whoever sent it: show it escaped. */
export interface Violation {
  /** The effective directive, one that CSP has: `style-src-attr`. */
  readonly directive: string
  /** An address; for what has none a word: `inline`, `eval`, `data`, `trusted-types-sink`. */
  readonly blocked: string
  /** The address of the document. */
  readonly page: string
  /** Where it happened: the address of a script or of the document, or a scheme alone; `''` when that is not known. */
  readonly source: string
  /** The first 40 characters of what is inline or was evaluated; `''` when there is none. */
  readonly sample: string
  /** The policy as the browser had it. */
  readonly policy: string
}

const LONGEST_TEXT = 2_000
// A policy comes whole, or not at all: cut, it would say something else.
const LONGEST_POLICY = 16_000

/**
 * Reads the body of a report (CSP3 §5.3, the form that `report-uri` sends). Undefined for anything else, and for reports on a policy
 * that is enforced. Never throws.
 */
export function readViolation(body: string): Violation | undefined {
  const report = memberOf(parse(body), 'csp-report')
  const text = (name: string): string => {
    const value = memberOf(report, name)
    return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : ''
  }
  const policy = memberOf(report, 'original-policy')
  // WebKit sends no disposition.
  if (text('disposition') === 'enforce') return undefined
  const directive = text('effective-directive') || (text('violated-directive').split(' ')[0] ?? '')
  const page = text('document-uri')
  if (!DIRECTIVES.has(directive) || !URL.canParse(page)) return undefined
  return {
    directive,
    blocked: text('blocked-uri'),
    page,
    source: text('source-file'),
    sample: text('script-sample'),
    policy: typeof policy === 'string' && policy.length <= LONGEST_POLICY ? policy : '',
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
