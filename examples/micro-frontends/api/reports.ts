import { compile } from '@sallyport/core'
import { type Collector, createCollector } from '@sallyport/reports'
import { openReports } from '../reports.ts'
import { appNames, topology } from '../topology.ts'
import type { Tell } from './activity.ts'

/** Receives the reports of every app's pages, checks them against the apps' policies, and keeps what was counted. */
export function collectReports(tell: Tell): Collector {
  const { origins, framePatterns } = topology
  return createCollector({
    policies: appNames.map((name) => compile(topology.configFor(name))),
    origins: [origins.shell, origins.api, ...framePatterns],
    site: (origin) => appNames.find((name) => origins[name] === origin) ?? 'teams',
    store: openReports(),
    // Five seconds are long for somebody who watches.
    flushInterval: 1000,
    onViolation: ({ page, directive, blocked }) =>
      tell({
        kind: 'blocked',
        page,
        directive,
        ...(directive === 'frame-ancestors' ? { blocked: '', by: blocked } : { blocked }),
      }),
  })
}
