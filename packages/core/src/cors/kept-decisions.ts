/** The decision for the listed origin at a position, the same for all requests; undefined where it is not kept, or not yet. */
export type KeptDecisions<D> = (position: number) => D | undefined

// Of so many positions all decisions are kept, once they have been asked for. A hundred thousand of them would outweigh the list.
const MOST_KEPT = 2048
/** How many are kept of a longer list: a power of two. */
const RECENT = 1024
const NOWHERE = -1

/** `count`: how many positions there are. */
export function keepDecisions<D extends object>(count: number, make: (position: number) => D): KeptDecisions<D> {
  if (count === 0) return () => undefined
  return count > MOST_KEPT ? keepRecent(make) : keepAll(count, make)
}

function keepAll<D extends object>(count: number, make: (position: number) => D): KeptDecisions<D> {
  const kept = new Array<D | undefined>(count)
  return (position) => {
    const known = kept[position]
    if (known !== undefined) return known
    const made = make(position)
    kept[position] = made
    return made
  }
}

/**
 * Of a long list, those for who asks again and again. What is asked for once is only noted, so that requests from all over the list, which would
 * each push out another one, cost next to nothing more.
 */
function keepRecent<D extends object>(make: (position: number) => D): KeptDecisions<D> {
  const positions = new Int32Array(RECENT).fill(NOWHERE)
  const asked = new Int32Array(RECENT).fill(NOWHERE)
  const kept = new Array<D | undefined>(RECENT)
  return (position) => {
    const cell = position & (RECENT - 1)
    if (positions[cell] === position) return kept[cell]
    if (asked[cell] !== position) {
      asked[cell] = position
      return undefined
    }
    const made = make(position)
    kept[cell] = made
    positions[cell] = position
    return made
  }
}
