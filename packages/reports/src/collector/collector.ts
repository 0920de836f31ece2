import { ConfigError, type Finding } from '@sallyport/core'
import { readReports } from '@sallyport/core/report'
import { createJudge, type Judge } from '../judge/judge.ts'
import { recentOf } from '../judge/recent-report.ts'
import { assemble } from './assemble.ts'
import { checkOptions } from './check-options.ts'
import type { Collector, CollectorOptions } from './collector-options.ts'
import type { Intake } from './intake.ts'

/**
 * Makes a function that answers what browsers post to a report address, whichever browser and whatever shape, and counts it. It speaks Fetch: adapters mount it
 * in the way of their framework; elsewhere `collector(request, { address })` is all. It has to stand outside of body parsers, CSRF guards and authorisation: browsers
 * send reports without being asked, and from any origin.
 *
 * What is counted waits in memory for the next flush: call {@link Collector.close} when the app ends, or the last five seconds are lost. Where a process does not
 * outlive a request, pass `collector.flush()` to what the platform waits for.
 *
 * @throws {ConfigError} with all that is wrong with the options at once.
 */
export function createCollector(options: CollectorOptions): Collector {
  const findings = [...checkOptions(options)]
  if (typeof options !== 'object' || options === null) throw new ConfigError(findings)
  const judge = tryJudge(options, findings)
  if (judge === undefined || findings.some(({ severity }) => severity === 'error')) throw new ConfigError(findings)
  return assemble(options, intakeOf(judge)).collector
}

/** The parts that know reports and policies. */
export function intakeOf(judge: Judge): Intake {
  return {
    readReports,
    group: (violation, hint) => judge.group(violation, hint),
    policies: () => judge.policies(),
    recentOf,
  }
}

function tryJudge(options: CollectorOptions, findings: Finding[]): Judge | undefined {
  try {
    return createJudge(options)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    findings.push(...error.findings)
    return undefined
  }
}
