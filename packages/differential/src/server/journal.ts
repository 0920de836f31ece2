import type { Violation } from '../case.ts'

/** What the server saw of the probes. */
export interface Journal {
  /** The probes whose last request came. */
  readonly arrivals: ReadonlySet<string>
  /** Violations that were sent to the server, by probe. */
  readonly reports: ReadonlyMap<string, readonly Violation[]>
}

export interface OpenJournal extends Journal {
  arrive(probe: string): void
  report(probe: string, violation: Violation): void
}

export function openJournal(): OpenJournal {
  const arrivals = new Set<string>()
  const reports = new Map<string, Violation[]>()
  return {
    arrivals,
    reports,
    arrive: (probe) => void arrivals.add(probe),
    report: (probe, violation) => void reports.set(probe, [...(reports.get(probe) ?? []), violation]),
  }
}
