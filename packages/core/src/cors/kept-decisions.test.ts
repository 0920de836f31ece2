import { describe, expect, test } from 'vitest'
import { keepDecisions } from './kept-decisions.ts'

const SHORT = 2048
const LONG = 4096
/** Two positions this far apart share a cell of a long list. */
const CELLS = 1024

interface Made {
  readonly position: number
}

function start(count: number) {
  const made: Made[] = []
  const keptAt = keepDecisions(count, (position): Made => {
    const decision = { position }
    made.push(decision)
    return decision
  })
  return { made, keptAt }
}

/** What is handed out when these positions are asked for, one after the other. */
const rows: readonly (readonly [
  title: string,
  count: number,
  asked: readonly number[],
  handedOut: readonly string[],
])[] = [
  ['without positions nothing is kept', 0, [0, 0], ['none', 'none']],
  ['of a short list, from the first request on', SHORT, [7, 7], ['7, new', '7']],
  ['of a short list, every one', SHORT, [0, CELLS, 0, CELLS], ['0, new', '1024, new', '0', '1024']],
  ['of a long list, from the second request on', LONG, [7, 7, 7], ['none', '7, new', '7']],
  ['of a long list, the first position too', LONG, [0, 0, 0], ['none', '0, new', '0']],
  ['of a long list, whatever others ask for once', LONG, [7, 7, 7 + CELLS, 7], ['none', '7, new', 'none', '7']],
  [
    'of a long list, until another one asks twice for the same cell',
    LONG,
    [7, 7, 7 + CELLS, 7 + CELLS, 7 + CELLS, 7],
    ['none', '7, new', 'none', '1031, new', '1031', 'none'],
  ],
]

describe('decisions are kept', () => {
  test.each(rows)('%s', (_title, count, asked, handedOut) => {
    const { made, keptAt } = start(count)
    const seen = asked.map((position) => {
      const before = made.length
      const decision = keptAt(position)
      if (decision === undefined) return 'none'
      return `${decision.position}${made.length > before ? ', new' : ''}`
    })
    expect(seen).toEqual(handedOut)
  })

  test('as one object for all requests', () => {
    const { keptAt } = start(LONG)
    keptAt(9)
    expect(keptAt(9)).toBe(keptAt(9))
  })
})
