import type { Finding } from '../../finding.ts'
import { type Place, report, type UnknownRecord } from '../../validate.ts'
import type { CspObject } from '../config.ts'

/** What the options of another library come to. */
export interface CspMigration {
  /**
   * What to write as `csp`. False when no policy is sent. Null when something has no translation: then `findings` has an error, and nothing
   * is let in by halves.
   */
  readonly csp: CspObject | false | null
  /** What the options let through, what never had an effect, and what is different from now on. Paths are those of the options. */
  readonly findings: readonly Finding[]
}

/** Runs one translation; what it throws, and every error it reports, leaves no policy. */
export function migrate(translate: (place: Place) => CspObject | false | undefined): CspMigration {
  const findings: Finding[] = []
  const place: Place = { path: '', findings }
  let csp: CspObject | false | undefined
  try {
    csp = translate(place)
  } catch (error) {
    // Only what the options themselves run throws: a getter, a proxy.
    report(place, 'untranslatable-option', error, 'Reading the options fails.')
  }
  const isWhole = findings.every(({ severity }) => severity !== 'error')
  return Object.freeze({ csp: isWhole && csp !== undefined ? csp : null, findings: Object.freeze(findings) })
}

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
