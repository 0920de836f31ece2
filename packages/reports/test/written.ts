import type { FoldedGroup, WriteBatch } from '@sallyport/reports'
import { fingerprintOf } from '@sallyport/reports'

const HOUR = 3_600_000

/** Yesterday's first hour. */
const START = (Math.floor(Date.now() / (24 * HOUR)) - 1) * 24

export const CLIENTS_OF_WRITER = 15

/** The n-th batch of a writer: one report of each of the same groups, whoever writes, in one of five hours, with clients of its own. */
export function batchOf(writer: string, number: number, groups: number): WriteBatch {
  const hour = START + (number % 5)
  return {
    id: `${writer} ${number}`,
    groups: Array.from({ length: groups }, (_, index) =>
      groupOf(index, hour, `${writer} ${number % CLIENTS_OF_WRITER}`),
    ),
    policies: [{ site: 'shop', id: '00000000000000aa', text: 'x', from: START * HOUR, to: START * HOUR + number }],
  }
}

function groupOf(index: number, hour: number, client: string): FoldedGroup {
  const group = {
    site: index % 2 === 0 ? 'shop' : 'blog',
    policy: '00000000000000aa',
    disposition: 'report',
    directive: 'img-src',
    blocked: 'https://cdn.example',
    page: `https://shop.example/${index}`,
    browser: 'chromium',
    standing: 'consistent',
    noise: null,
  } as const
  // Everybody is vouched for as one and the same.
  const people = { clients: [client], vouched: ['ann'] }
  return {
    ...group,
    fingerprint: fingerprintOf(group),
    hour,
    count: 1,
    first: hour * HOUR,
    last: hour * HOUR + index,
    ...people,
  }
}
