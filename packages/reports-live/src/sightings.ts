import { readReports } from '@sallyport/core/report'
import type { Violating } from './violations.ts'

/** What was posted to one app's collector. */
export interface Sighting {
  readonly documentUrl: string
  readonly directive: string
  readonly blocked: string
}

export function readSightings(body: string): readonly Sighting[] {
  return readReports(JSON.parse(body), {}).map((report) => {
    if (report.kind !== 'violation') return { documentUrl: '', directive: report.kind, blocked: '' }
    const { documentUrl, effectiveDirective, blockedUrl } = report.violation
    return { documentUrl, directive: effectiveDirective, blocked: blockedUrl }
  })
}

/** How often a page has reported this. */
export function countOf(sightings: readonly Sighting[], origin: string, { directive, blocked }: Violating): number {
  return sightings.filter(
    (sighting) =>
      sighting.documentUrl.startsWith(origin) &&
      sighting.directive === directive &&
      // Engines name more of it, or less, than it is counted under.
      (sighting.blocked.startsWith(blocked) || blocked.startsWith(sighting.blocked)),
  ).length
}
