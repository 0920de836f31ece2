import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openStore, type ReportStore } from '@sallyport/reports'

/** Where violation reports are kept: a file that several processes share, or whatever `REPORTS` names, such as `postgres://…`. */
export function openReports(): ReportStore {
  // Each app runs in a folder of its own, next to that of the data. Bundlers know no import.meta.dirname.
  const url = process.env.REPORTS || `sqlite:${resolve('../data/reports.db')}`
  if (url.startsWith('sqlite:')) mkdirSync(dirname(url.slice('sqlite:'.length)), { recursive: true })
  return openStore(url)
}
