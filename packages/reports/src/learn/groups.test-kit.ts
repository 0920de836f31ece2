import { policyId } from '@sallyport/core/report'
import { fingerprintOf } from '../fingerprint.ts'
import type { FoldedGroup, Group, ServedPolicy } from '../group.ts'
import type { ReportStore } from '../store.ts'
import { memoryStore } from '../stores/memory.ts'

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

/** A Monday’s noon, UTC. */
export const NOW: number = Date.UTC(2026, 10, 23, 12)
export const HOUR = 3_600_000
export const DAY: number = 24 * HOUR

/** What was counted of the group in one hour: a report, `ago` milliseconds before `NOW`, by default an hour. */
export function foldedOf({ ago = HOUR, ...told }: Partial<FoldedGroup> & { readonly ago?: number } = {}): FoldedGroup {
  const { site, policy, disposition, directive, blocked, page, browser, standing, noise } = groupOf(told)
  const group = { site, policy, disposition, directive, blocked, page, browser, standing, noise }
  const at = NOW - ago
  return {
    ...group,
    fingerprint: fingerprintOf(group),
    hour: Math.floor(at / HOUR),
    count: told.count ?? 1,
    first: at,
    last: at,
    clients: told.clients ?? ['client'],
    vouched: told.vouched ?? [],
  }
}

/** The policy as it was served from a month before `NOW` to `NOW`. */
export function servedOf(text: string, told: Partial<ServedPolicy> = {}): ServedPolicy {
  return { site: 'default', id: policyId(text), text, from: NOW - 30 * DAY, to: NOW, ...told }
}

/** A store that has counted these. */
export async function storeOf(
  groups: readonly FoldedGroup[],
  policies: readonly ServedPolicy[] = [servedOf(POLICY)],
): Promise<ReportStore> {
  const store = memoryStore({ retentionDays: Number.POSITIVE_INFINITY, maxGroups: 1_000_000 })
  await store.write({ id: 'first', groups, policies })
  return store
}
