import { reports } from '@sallyport/next'
import { createReportsPage } from '@sallyport/reports/page'
import { openReports } from '../../../reports.ts'

/** What the API's collector has counted. It is another process: they share a store. */
const page = createReportsPage({
  store: openReports(),
  title: 'Harbour: violation reports',
  // Nobody signs in here, and *.localhost is this machine. On domains of your own, ask who it is.
  authorize: () => !process.env.DOMAIN,
})

export const { GET } = reports(page)
export const dynamic = 'force-dynamic'
