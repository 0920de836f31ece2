import type { ReadReport, ReportAddress } from '@sallyport/core/report'
import type { Intake } from './intake.ts'

const MALFORMED: ReadReport = { kind: 'malformed' }

/** One report from its text. Whatever the text is, it is one. */
export function readReport(
  text: string,
  address: Partial<ReportAddress>,
  { readReports }: Pick<Intake, 'readReports'>,
): ReadReport {
  try {
    const body: unknown = JSON.parse(text)
    // A list in a list would be many, and none of the engines sends one.
    if (Array.isArray(body)) return MALFORMED
    return readReports(body, address)[0] ?? MALFORMED
  } catch {
    return MALFORMED
  }
}
