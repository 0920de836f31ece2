import { describe, expect, test } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import type { ReportStore } from '../store.ts'
import { memoryStore } from './memory.ts'
import { describeStore } from './store-contract.test-kit.ts'
import { folded, HOUR, START } from './store-model.test-kit.ts'

describeStore('memoryStore', async () => memoryStore())

describe('memoryStore stays within its bounds', () => {
  const write = (store: ReportStore, groups: readonly FoldedGroup[]) =>
    store.write({ id: crypto.randomUUID(), groups, policies: [] })
  const directives = async (store: ReportStore) => (await store.query()).groups.map(({ directive }) => directive).sort()

  test('of groups, by forgetting the one that was not counted for the longest time', async () => {
    const store = memoryStore({ maxGroups: 2 })
    for (const directive of ['a', 'b', 'a', 'c']) await write(store, [folded({ directive })])
    expect(await directives(store)).toEqual(['a', 'c'])
  })

  test('of hours, by forgetting the oldest of all groups', async () => {
    const store = memoryStore({ maxHours: 3 })
    await write(store, [folded({ directive: 'a' }), folded({ directive: 'b', hour: START + 1 })])
    await write(store, [folded({ directive: 'b' }), folded({ directive: 'b', hour: START + 2 })])
    expect((await store.query()).groups).toMatchObject([
      {
        directive: 'b',
        hours: [
          [START + 1, 1],
          [START + 2, 1],
        ],
      },
    ])
  })

  test('of clients, by remembering only how many there were of the oldest day', async () => {
    const store = memoryStore({ maxClients: 3 })
    await write(store, [folded({ clients: ['a', 'b'] })])
    await write(store, [folded({ hour: START + 24, clients: ['a', 'b'] })])
    await write(store, [folded({ clients: ['c'] }), folded({ hour: START + 24, clients: ['c'] })])
    expect((await store.query({ to: (START + 24) * HOUR })).groups).toMatchObject([{ clients: 2 }])
    expect((await store.query({ from: (START + 24) * HOUR })).groups).toMatchObject([{ clients: 3 }])
  })

  test('of time: what is older than the retention is gone', async () => {
    const store = memoryStore({ retentionDays: 9 })
    await write(store, [folded({ directive: 'old' }), folded({ directive: 'new', hour: START + 48 })])
    expect(await directives(store)).toEqual(['new'])
  })

  test('of no time, when retention is for ever', async () => {
    const store = memoryStore({ retentionDays: Number.POSITIVE_INFINITY })
    await write(store, [folded({ hour: 1 })])
    expect((await store.query()).total).toBe(1)
  })

  test.each([0, -1, Number.NaN])('no retention of %s days', (retentionDays) => {
    expect(() => memoryStore({ retentionDays })).toThrow(`retentionDays: ${retentionDays} is no number of days above 0`)
  })

  test('answers are copies', async () => {
    const store = memoryStore()
    await write(store, [folded()])
    const before = await store.query()
    await write(store, [folded()])
    expect(before.groups).toMatchObject([{ count: 1, hours: [[START, 1]] }])
  })
})
