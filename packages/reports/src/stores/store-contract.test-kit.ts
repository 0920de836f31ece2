import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { ReportQuery, ReportStore } from '../store.ts'
import { DAY, folded, HOUR, START } from './store-model.test-kit.ts'

const CLIENTS = Array.from({ length: 70 }, (_, index) => `client-${index}`)

// Texts that somebody who knows how we store might send.
export const HOSTILE_TEXTS: readonly (readonly [title: string, text: string])[] = [
  ['ends a statement', `'; DROP TABLE sallyport_group; --`],
  ['ends a quoted name', '"; DELETE FROM sallyport_hour; --'],
  ['is a condition that always holds', `' OR '1'='1`],
  ['looks like a place for a value', '$1 ?1 :site @site %s'],
  ['is dollar-quoted', '$$; SELECT pg_sleep(100); $$'],
  ['has U+0000', 'before\u0000after'],
  ['has control characters', '\u0001\u001b[31m\u007f\r\n\t'],
  ['has half a surrogate', 'a\ud800b\udc00c'],
  ['has a whole pair of surrogates', 'a\u{1f6f0}b'],
  ['looks escaped', String.raw`\u0000 \x00 \\ \' \n`],
  ['is an array and an object', '{"a,b",NULL}[1]'],
  ['has line separators', 'a\u2028b\u2029c\u0085d'],
  ['is of another kind', 'NULL'],
]

const FILTERS: readonly (readonly [title: string, query: ReportQuery, other: Partial<FoldedGroup>])[] = [
  ['site', { site: 'shop' }, { site: 'blog' }],
  ['policy', { policy: '00000000000000aa' }, { policy: '00000000000000bb' }],
  ['disposition', { disposition: 'report' }, { disposition: 'enforce' }],
  ['directive', { directive: 'script-src-elem' }, { directive: 'img-src' }],
  ['blocked', { blocked: 'https://cdn.example' }, { blocked: '' }],
  ['page', { page: 'https://shop.example/orders/:id' }, { page: 'https://shop.example/*' }],
  ['browser', { browser: 'chromium' }, { browser: 'webkit' }],
  ['standing', { standing: 'consistent' }, { standing: 'foreign' }],
  ['noise, none', { noise: false }, { noise: { rule: 'extension', confidence: 'sure' } }],
  ['fingerprint', { fingerprint: folded().fingerprint }, { directive: 'img-src' }],
  ['from', { from: START * HOUR }, { directive: 'img-src', hour: START - 1 }],
  ['to', { to: (START + 1) * HOUR }, { directive: 'img-src', hour: START + 1 }],
]

/** What every store answers, whatever it is made of. `make` gives an empty one each time. */
export function describeStore(name: string, make: () => Promise<ReportStore>): void {
  describe(`${name} answers as every store`, () => {
    let store: ReportStore
    let batches = 0
    const write = (groups: readonly FoldedGroup[], policies: readonly ServedPolicy[] = []) =>
      store.write({ id: `batch-${batches++}`, groups, policies })

    beforeEach(async () => {
      store = await make()
    })

    afterEach(async () => {
      await store.close()
    })

    test('nothing, when nothing was counted', async () => {
      expect(await store.query()).toEqual({ groups: [], total: 0, policies: [] })
    })

    test('what was counted of a group, as it was', async () => {
      const { hour: _, ...group } = folded({ count: 3, noise: { rule: 'extension', confidence: 'likely' } })
      await write([folded({ count: 3, noise: { rule: 'extension', confidence: 'likely' } })])
      const answer = await store.query()
      expect(answer.groups).toEqual([{ ...group, hours: [[START, 3]], clients: 0, vouched: 0 }])
      expect(answer.total).toBe(1)
    })

    test('counts of all batches together, by the hour and in order', async () => {
      await write([folded({ hour: START + 5, count: 2 }), folded({ hour: START, count: 1 })])
      await write([folded({ hour: START + 5, count: 40 }), folded({ hour: START + 5, count: 100 })])
      const { groups } = await store.query()
      expect(groups).toMatchObject([
        {
          count: 143,
          hours: [
            [START, 1],
            [START + 5, 142],
          ],
          first: START * HOUR,
          last: (START + 5) * HOUR + 1,
        },
      ])
    })

    test('a batch that is given again once', async () => {
      const batch = { id: 'again', groups: [folded({ count: 7 })], policies: [] }
      await store.write(batch)
      await Promise.all([store.write(batch), store.write(batch)])
      const { groups } = await store.query()
      expect(groups).toMatchObject([{ count: 7 }])
    })

    test('a batch without a group as well', async () => {
      await write([])
      expect((await store.query()).total).toBe(0)
    })

    test.each(FILTERS)('only what is asked for: %s', async (_title, query, other) => {
      await write([folded({ count: 2 }), folded({ ...other, count: 5 })])
      const answer = await store.query(query)
      expect(answer.total).toBe(1)
      expect(answer.groups).toMatchObject([{ fingerprint: folded().fingerprint, count: 2 }])
      expect((await store.query()).total).toBe(2)
    })

    test('noise alone, when that is asked for', async () => {
      await write([folded(), folded({ noise: { rule: 'extension', confidence: 'sure' } })])
      expect((await store.query({ noise: true })).groups).toMatchObject([{ noise: { rule: 'extension' } }])
    })

    test('filters together, each a condition more', async () => {
      await write([folded(), folded({ browser: 'firefox' }), folded({ site: 'blog' })])
      const answer = await store.query({ site: 'shop', browser: 'chromium', from: START * HOUR, noise: false })
      expect(answer.groups).toMatchObject([{ site: 'shop', browser: 'chromium' }])
    })

    test('only the hours asked for, of a group that has others', async () => {
      await write([0, 1, 2].map((hour) => folded({ hour: START + hour, count: 10 ** hour })))
      const { groups } = await store.query({ from: START * HOUR + 1, to: (START + 1) * HOUR + 1 })
      expect(groups).toMatchObject([{ count: 10, hours: [[START + 1, 10]], first: START * HOUR }])
    })

    test('the highest counts first, no more than asked for, and how many there were', async () => {
      const groups = ['a', 'b', 'c', 'd'].map((directive, index) => folded({ directive, count: index === 0 ? 9 : 4 }))
      await write(groups)
      const equal = groups.slice(1).map(({ fingerprint }) => fingerprint)
      const answer = await store.query({ limit: 3 })
      expect(answer.groups.map(({ fingerprint }) => fingerprint)).toEqual([
        groups[0]?.fingerprint,
        ...equal.sort().slice(0, 2),
      ])
      expect(answer.total).toBe(4)
      expect(await store.query({ limit: 0 })).toEqual({ groups: [], total: 4, policies: [] })
    })

    test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('no limit of %s', async (limit) => {
      await expect(store.query({ limit })).rejects.toThrow(`limit: ${limit} is no whole number from 0`)
    })

    test('no time that is none', async () => {
      await expect(store.query({ from: Number.NaN })).rejects.toThrow('milliseconds since the epoch')
    })

    test('distinct clients over all batches of a day', async () => {
      await write([folded({ clients: ['a', 'b'], vouched: ['ann'] })])
      await write([folded({ hour: START + 23, clients: ['b', 'c'], vouched: ['ann', 'bob'] })])
      expect((await store.query()).groups).toMatchObject([{ clients: 3, vouched: 2 }])
    })

    test('clients of the day that had most, among the days asked for', async () => {
      await write([
        folded({ hour: START, clients: CLIENTS.slice(0, 5) }),
        folded({ hour: START + 24, clients: CLIENTS.slice(0, 2), vouched: ['ann'] }),
      ])
      expect((await store.query()).groups).toMatchObject([{ clients: 5, vouched: 1 }])
      expect((await store.query({ from: (START + 24) * HOUR })).groups).toMatchObject([{ clients: 2, vouched: 1 }])
      expect((await store.query({ to: (START + 24) * HOUR })).groups).toMatchObject([{ clients: 5, vouched: 0 }])
    })

    test('no more than 64 clients of a day, of each kind', async () => {
      await write([folded({ clients: CLIENTS.slice(0, 60), vouched: CLIENTS.slice(0, 1) })])
      await write([folded({ clients: CLIENTS, vouched: CLIENTS.slice(0, 65) })])
      expect((await store.query()).groups).toMatchObject([{ clients: 64, vouched: 64 }])
    })

    test('the policies that its groups name, from when to when they were served', async () => {
      const policy = { site: 'shop', id: '00000000000000aa', text: "default-src 'none'", from: 5, to: 10 }
      await write([folded()], [policy, { ...policy, id: 'unnamed' }, { ...policy, site: 'blog' }])
      await write([], [{ ...policy, from: 7, to: 20 }])
      await write([], [{ ...policy, from: 3, to: 4 }])
      expect((await store.query()).policies).toEqual([{ ...policy, from: 3, to: 20 }])
      expect((await store.query({ limit: 0 })).policies).toEqual([])
    })

    test('nothing that is older than 30 days', async () => {
      const oldest = Math.floor(Date.now() / HOUR) - 30 * 24
      await write([folded({ hour: oldest - 1, count: 5 }), folded({ hour: oldest + 1 })])
      expect((await store.query()).groups).toMatchObject([{ count: 1 }])
      expect((await store.query({ from: 0, to: Date.now() - 30 * DAY - HOUR })).total).toBe(0)
    })

    test.each(HOSTILE_TEXTS)('text that %s as it was, and does nothing', async (_title, text) => {
      const hostile = { site: text, policy: text, directive: text, blocked: text, page: text }
      const policy = { site: text, id: text, text, from: 1, to: 2 }
      const group = folded({ ...hostile, noise: { rule: text, confidence: 'sure' }, clients: [text], vouched: [text] })
      await store.write({ id: text, groups: [group, folded()], policies: [policy] })
      await store.write({ id: text, groups: [group], policies: [] })
      const answer = await store.query(hostile)
      expect(answer.groups).toMatchObject([{ ...hostile, noise: group.noise, count: 1, clients: 1, vouched: 1 }])
      expect(answer.policies).toEqual([policy])
      expect((await store.query({ fingerprint: text })).total).toBe(0)
      expect((await store.query()).total).toBe(2)
    })
  })
}
