import { expect, test } from 'vitest'
import { KeptDecisions } from './kept-decisions.ts'

function keepOf(positions: number) {
  return new KeptDecisions(positions, (position) => ({ position }))
}

test('there is one for each position, and requests share it, so it is frozen', () => {
  const kept = keepOf(4)
  const first = [0, 1, 2, 3].map((position) => kept.get(position))
  expect(first).toEqual([{ position: 0 }, { position: 1 }, { position: 2 }, { position: 3 }])
  expect([0, 1, 2, 3].map((position) => kept.get(position) === first[position])).toEqual([true, true, true, true])
  expect(first.every(Object.isFrozen)).toBe(true)
})

test('of a long list whoever asks often is kept, and never taken for another', () => {
  const kept = keepOf(131_072)
  const rivals = Array.from({ length: 300 }, (_, index) => 7 + index * 400)
  for (const position of rivals) for (let time = 0; time < 2; time++) kept.get(position)
  for (const position of rivals) expect([undefined, position]).toContain(kept.get(position)?.position)
  const [often = 0] = rivals
  kept.get(often)
  kept.get(often)
  expect(kept.get(often)).toEqual({ position: often })
})

test('of a long list who asks once leaves the one who is kept in its place, who asks again takes it', () => {
  const kept = keepOf(131_072)
  const [often, sometimes] = [5, 5 + 512]
  const known = kept.get(often)
  expect([kept.get(sometimes), kept.get(often), kept.get(sometimes)]).toEqual([
    undefined,
    known,
    { position: sometimes },
  ])
})

test('without positions nothing is kept', () => {
  const kept = keepOf(0)
  expect([kept.get(0), kept.get(0), kept.get(0)]).toEqual([undefined, undefined, undefined])
})
