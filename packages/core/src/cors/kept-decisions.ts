/** Of so many positions the decisions are all kept. A hundred thousand of them would outweigh the list itself. */
const ALL_KEPT = 2048
/** Places for those of a longer list: few, or looking for one would take longer than to decide anew. */
const PLACES = 512

const NOBODY = -1

/**
 * Decisions by the position of the listed origin that they are about, so that whoever asks again costs nothing. Positions of a long list share places. Who
 * asks twice in a row at a place takes it over: of a hundred thousand tenants most are asleep.
 */
export class KeptDecisions<D extends object> {
  readonly #make: (position: number) => D
  readonly #decisions: (D | undefined)[]
  /** Of each place, whose decision is there, and then who asked there last. */
  readonly #owners: Int32Array
  readonly #mask: number

  /** @param positions How many there are: a power of two, or none. */
  constructor(positions: number, make: (position: number) => D) {
    const places = positions > ALL_KEPT ? PLACES : positions
    this.#make = make
    this.#decisions = new Array(places)
    this.#owners = new Int32Array(2 * places).fill(NOBODY)
    this.#mask = places - 1
  }

  /** The decision that is kept; undefined where there is no place for it. */
  get(position: number): D | undefined {
    const place = position & this.#mask
    return this.#owners[2 * place] === position ? this.#decisions[place] : this.#keep(position, place)
  }

  #keep(position: number, place: number): D | undefined {
    const last = this.#owners[2 * place + 1]
    if (last === undefined) return undefined
    this.#owners[2 * place + 1] = position
    if (last !== position && last !== NOBODY) return undefined
    const made = Object.freeze(this.#make(position))
    this.#decisions[place] = made
    this.#owners[2 * place] = position
    return made
  }
}
