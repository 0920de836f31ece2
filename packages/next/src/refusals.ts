import { createRefusalLog, type RefusalLog } from '@sallyport/core'

/** What tells of refusals; undefined but under `next dev`, which sets NODE_ENV as `next start` never does. */
export function developmentRefusals(): RefusalLog | undefined {
  return process.env.NODE_ENV === 'development' ? createRefusalLog(console.warn) : undefined
}
