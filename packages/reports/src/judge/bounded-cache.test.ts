import { expect, test } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

test('keeps what is asked for, and no more than twice its limit', () => {
  const cache = new BoundedCache<number>(10)
  cache.set('hot', 1)
  for (let index = 0; index < 1000; index++) {
    cache.set(`stranger ${index}`, index)
    expect(cache.get('hot')).toBe(1)
    expect(cache.size).toBeLessThanOrEqual(20)
  }
  expect(cache.get('stranger 3')).toBeUndefined()
})
