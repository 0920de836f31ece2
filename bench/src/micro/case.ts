import type { BenchRequest, Call, Fill } from './exchange.ts'
import type { SinkKind } from './sink.ts'

/** One question put to several candidates. */
export interface Case {
  /** `cors/list-1000/hit`; goals and filters go by it. */
  readonly name: string
  readonly sink: SinkKind
  /** What 1.00 is. */
  readonly baseline: { readonly name: string; readonly create: () => Call }
  /** By name. Made in the process that measures it, and in no other. */
  readonly candidates: Readonly<Record<string, () => Call>>
  readonly fill: Fill
  /** When the baseline gets other requests than the candidates. */
  readonly fillBaseline?: Fill
  /** The most calls in a slice, where fresh requests are large. */
  readonly most?: number
  /** What is wrong with an answer; undefined when the candidate has done its work. Asked of every side before it is measured. */
  check(request: BenchRequest, headers: Readonly<Record<string, string>>): string | undefined
}
