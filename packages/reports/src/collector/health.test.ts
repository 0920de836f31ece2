import { expect, test } from 'vitest'
import type { Health } from './collector-options.ts'
import { Counters, healthText } from './health.ts'

test('as Prometheus reads it', () => {
  const counters = new Counters()
  counters.count('consistent', 5)
  counters.count('unknownPolicy')
  counters.countRefusal(413)
  counters.countRefusal(413)
  counters.lost = 3
  const health: Health = counters.read(7)
  expect(healthText(health)).toBe(`# HELP sallyport_reports_received_total Reports that were posted.
# TYPE sallyport_reports_received_total counter
sallyport_reports_received_total 6
# HELP sallyport_reports_total Reports by what became of them; adds up to those received.
# TYPE sallyport_reports_total counter
sallyport_reports_total{outcome="consistent"} 5
sallyport_reports_total{outcome="foreign"} 0
sallyport_reports_total{outcome="unknown_policy"} 1
sallyport_reports_total{outcome="inconsistent"} 0
sallyport_reports_total{outcome="hashes"} 0
sallyport_reports_total{outcome="other_types"} 0
sallyport_reports_total{outcome="malformed"} 0
sallyport_reports_total{outcome="over_budget"} 0
# HELP sallyport_report_requests_refused_total Requests that were refused whole, by status.
# TYPE sallyport_report_requests_refused_total counter
sallyport_report_requests_refused_total{status="413"} 2
# HELP sallyport_report_groups_waiting Groups that the store does not have yet.
# TYPE sallyport_report_groups_waiting gauge
sallyport_report_groups_waiting 7
# HELP sallyport_report_store_up Whether the store took what it was last given: 1 or 0.
# TYPE sallyport_report_store_up gauge
sallyport_report_store_up 1
# HELP sallyport_report_sink_errors_total Writes that a store or sink did not take.
# TYPE sallyport_report_sink_errors_total counter
sallyport_report_sink_errors_total 0
# HELP sallyport_reports_lost_total Reports that were counted and lost: the store was down for too long.
# TYPE sallyport_reports_lost_total counter
sallyport_reports_lost_total 3
`)
})

test('a store that is down is 0', () => {
  const health: Health = { ...new Counters().read(0), storeDownSince: 1_764_000_000_000 }
  expect(healthText(health)).toContain('\nsallyport_report_store_up 0\n')
})
