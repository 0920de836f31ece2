/** Draws that come out alike for the same seed. */
export interface Dice {
  /** One of them, each as likely. */
  pick<T>(from: readonly [T, ...T[]]): T
  pick<T>(from: readonly T[]): T | undefined
  /** True as often as `probability` says, from 0 to 1. */
  chance(probability: number): boolean
  /** From `least` to `most`, both included. */
  between(least: number, most: number): number
}

/** The same seeds, the same draws. Several seeds tell apart what one alone would make alike. */
export function createDice(...seeds: readonly number[]): Dice {
  let state = 0
  for (const seed of seeds) state = scramble(state + seed + 1)
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    return (scramble(state) >>> 0) / 2 ** 32
  }
  function pick<T>(from: readonly [T, ...T[]]): T
  function pick<T>(from: readonly T[]): T | undefined
  function pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(next() * from.length)]
  }
  return {
    pick,
    chance: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
  }
}

/** Every bit of the result depends on every bit of the value. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}
