import { countOf, isJsonObject, type JsonObject, readField, textOf } from './field.ts'
import { readHashReport } from './hash-report.ts'
import type { ReportAddress } from './report-url.ts'
import type { HashReport, Violation } from './violation.ts'
import { readViolation } from './violation-report.ts'

/** One report of a body, as far as it could be read. Untrusted, whatever its kind. */
export type ReadReport =
  | {
      readonly kind: 'violation'
      readonly violation: Violation
      /** Milliseconds between the violation and the sending (Reporting API §2.2). Left out where it was not told: `report-uri` sends at once. */
      readonly age?: number
      /** Of the browser when it happened. Left out where it was not told: then the request's own header says it. */
      readonly userAgent?: string
    }
  | { readonly kind: 'hash'; readonly report: HashReport }
  /** Another report of the Reporting API: `deprecation`, `intervention`, … */
  | { readonly kind: 'other'; readonly type: string; readonly body: unknown }
  | { readonly kind: 'malformed' }

/** How deep objects may stand in a report of another type, which is passed on as it is. Of ours, only the fields that are known are read. */
const DEEPEST = 6
// Types are short words; see the registry of https://www.w3.org/TR/reporting-1/#iana-considerations.
const LONGEST_TYPE = 64

const MALFORMED: ReadReport = Object.freeze({ kind: 'malformed' })

/**
 * The reports in a body, as `JSON.parse` gives it, in order, one entry each. Never throws, and no report spoils its neighbours.
 *
 * A body is a list (Reporting API §3.2) or a single object: `{ "csp-report": … }` of `report-uri` (CSP3 §5.5), the same beside `type` and `url` as WebKit has it, or
 * one report without a list, as WebKit sends it to `report-to`. The Content-Type tells none of them apart. Of each text the first 2,048 UTF-16 code
 * units are kept, of the policy 16,384.
 *
 * @param address what `readReportUrl` found in the address that was posted to: the disposition for engines that leave it out. Where neither says it, `enforce`.
 */
export function readReports(body: unknown, address: Partial<ReportAddress>): readonly ReadReport[] {
  return Array.isArray(body) ? body.map((report: unknown) => readReport(report, address)) : [readReport(body, address)]
}

function readReport(report: unknown, address: Partial<ReportAddress>): ReadReport {
  if (!isJsonObject(report)) return MALFORMED
  const url = readField(report, 'url')
  const legacy = readField(report, 'csp-report')
  if (isJsonObject(legacy)) return violationOf(report, readViolation(legacy, url, address))
  const type = readField(report, 'type')
  if (typeof type !== 'string' || type === '') return MALFORMED
  const body = readField(report, 'body')
  if (type === 'csp-violation') {
    return isJsonObject(body) ? violationOf(report, readViolation(body, url, address)) : MALFORMED
  }
  if (type === 'csp-hash') return isJsonObject(body) ? hashOf(readHashReport(body, url)) : MALFORMED
  return isDeeper(body, DEEPEST) ? MALFORMED : { kind: 'other', type: textOf(type, LONGEST_TYPE), body }
}

function violationOf(report: JsonObject, violation: Violation | undefined): ReadReport {
  if (violation === undefined) return MALFORMED
  const age = readField(report, 'age')
  const userAgent = textOf(readField(report, 'user_agent'))
  return {
    kind: 'violation',
    violation,
    ...(typeof age === 'number' || typeof age === 'string' ? { age: countOf(age) } : {}),
    ...(userAgent === '' ? {} : { userAgent }),
  }
}

function hashOf(report: HashReport | undefined): ReadReport {
  return report === undefined ? MALFORMED : { kind: 'hash', report }
}

/** Whether objects and lists stand in each other more than `most` deep. Looks at no more than that, so that the stack does not grow with the body. */
function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((inner) => isDeeper(inner, most - 1))
}
