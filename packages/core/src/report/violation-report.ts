import { lowerAscii } from '../csp/parse.ts'
import { countOf, type JsonObject, LONGEST_POLICY, readFirst, textOf } from './field.ts'
import type { ReportAddress } from './report-url.ts'
import type { Violation } from './violation.ts'

/**
 * What each field is called: in the Reporting API's body (CSP3 §5.3), in what `report-uri` is sent (§5.5), and in the event of a page that forwards it (§5.1).
 * All are looked for in every report, since engines have mixed them.
 */
const NAMES = {
  documentUrl: ['documentURL', 'document-uri', 'documentURI'],
  referrer: ['referrer'],
  blockedUrl: ['blockedURL', 'blocked-uri', 'blockedURI'],
  // An engine of CSP2 has the second alone, with the values behind it.
  effectiveDirective: ['effectiveDirective', 'effective-directive', 'violated-directive', 'violatedDirective'],
  originalPolicy: ['originalPolicy', 'original-policy'],
  disposition: ['disposition'],
  statusCode: ['statusCode', 'status-code'],
  sample: ['sample', 'script-sample'],
  sourceFile: ['sourceFile', 'source-file'],
  lineNumber: ['lineNumber', 'line-number'],
  columnNumber: ['columnNumber', 'column-number'],
} as const

// The longest there is has 25.
const LONGEST_DIRECTIVE = 64

/**
 * The violation in the body of a report. `url`: the page, as the report around the body says. Undefined where no directive is named, without which it says nothing.
 */
export function readViolation(body: JsonObject, url: unknown, address: Partial<ReportAddress>): Violation | undefined {
  const effectiveDirective = directiveName(textOf(readFirst(body, NAMES.effectiveDirective)))
  if (effectiveDirective === undefined) return undefined
  const disposition = readFirst(body, NAMES.disposition)
  return {
    documentUrl: textOf(readFirst(body, NAMES.documentUrl) ?? url),
    referrer: textOf(readFirst(body, NAMES.referrer)),
    blockedUrl: textOf(readFirst(body, NAMES.blockedUrl)),
    effectiveDirective,
    originalPolicy: textOf(readFirst(body, NAMES.originalPolicy), LONGEST_POLICY),
    // WebKit's legacy reports do not say.
    disposition:
      disposition === 'enforce' || disposition === 'report' ? disposition : (address.disposition ?? 'enforce'),
    statusCode: countOf(readFirst(body, NAMES.statusCode)),
    sample: textOf(readFirst(body, NAMES.sample)),
    sourceFile: textOf(readFirst(body, NAMES.sourceFile)),
    lineNumber: countOf(readFirst(body, NAMES.lineNumber)),
    columnNumber: countOf(readFirst(body, NAMES.columnNumber)),
  }
}

/** The name that a directive begins with, in lower case; undefined for what is no name (CSP3 §2.3: letters, digits and hyphens). */
function directiveName(text: string): string | undefined {
  let start = 0
  while (isSpace(text.charCodeAt(start))) start++
  let end = start
  while (isNameCode(text.charCodeAt(end))) end++
  const isWhole = end === text.length || isSpace(text.charCodeAt(end)) || text.charCodeAt(end) === 0x3b
  if (end === start || end - start > LONGEST_DIRECTIVE || !isWhole) return undefined
  return lowerAscii(text.slice(start, end))
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

function isNameCode(code: number): boolean {
  const letter = code | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d
}
