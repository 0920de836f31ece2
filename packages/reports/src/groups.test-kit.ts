import { policyId } from '@sallyport/core/report'
import { fingerprintOf } from './fingerprint.ts'
import type { Group } from './group.ts'
import type { StoredGroup } from './store.ts'

export const POLICY = "default-src 'self'; script-src 'self' https://lib.example/js/; frame-ancestors 'none'"

/** An image that a policy of the shop has blocked, but for what is told. */
export function groupOf(told: Partial<Group> = {}): Group {
  return {
    site: 'default',
    policy: policyId(POLICY),
    disposition: 'enforce',
    directive: 'img-src',
    blocked: 'https://cdn.example',
    page: 'https://shop.example/orders/:id',
    browser: 'chromium',
    standing: 'consistent',
    noise: null,
    ...told,
  }
}

/** Monday noon, UTC. */
export const NOW: number = Date.UTC(2026, 10, 23, 12)
export const HOUR = 3_600_000

/** The same as a store gives it: by default one report, an hour before `NOW`, of one client. */
export function storedOf(told: Partial<StoredGroup> = {}): StoredGroup {
  const group = groupOf(told)
  const last = told.last ?? NOW - HOUR
  return {
    fingerprint: fingerprintOf(group),
    count: 1,
    first: last,
    last,
    hours: [[Math.floor(last / HOUR), 1]],
    clients: 1,
    vouched: 0,
    ...group,
    ...told,
  }
}
