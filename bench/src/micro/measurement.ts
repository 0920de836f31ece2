/** What one launch of one candidate came to. */
export interface Measurement {
  /** The candidate's time over the baseline's. */
  readonly ratio: number
  readonly baseline: Cost
  readonly candidate: Cost
}

export interface Cost {
  /** Per call, the median of all slices. An order of magnitude, no more, on a machine with neighbours. */
  readonly nanoseconds: number
  /** Of heap, per call. */
  readonly bytes: number
}
