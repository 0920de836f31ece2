import type { CollectorLimits } from './collector-options.ts'

export const DEFAULT_LIMITS: CollectorLimits = {
  // A minute of Chromium's reports, each with the whole policy.
  bodyBytes: 262_144,
  reportsPerBody: 200,
  reportsPerClient: 1_000,
  newGroups: 2_000,
  newGroupsPerClient: 100,
  waitingGroups: 20_000,
  bodyTime: 10_000,
}

/** The highest that makes sense: a timer's longest, and what memory holds. */
export const HIGHEST_LIMITS: CollectorLimits = {
  bodyBytes: 67_108_864,
  reportsPerBody: 100_000,
  reportsPerClient: 1_000_000_000,
  newGroups: 1_000_000,
  newGroupsPerClient: 1_000_000,
  waitingGroups: 1_000_000,
  bodyTime: 600_000,
}
