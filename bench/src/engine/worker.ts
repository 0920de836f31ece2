import { diff, lintCsp, matchRequest, parseCsp } from '@sallyport/core/csp'
import { groupedRatio, median, type Pair } from '../statistics.ts'
import { listOf, policyOf } from './policies.ts'

// node worker.ts CASE MILLISECONDS: what a function of the CSP engine costs on one input, beside another input. Prints an EngineCost as JSON.

/** Nanoseconds per call. */
export interface EngineCost {
  readonly ratio: number
  readonly candidate: number
  readonly baseline: number
}

type Call = () => unknown

const SMALL = 5_000
const LARGE = 10_000
const MISS = { url: 'https://images.elsewhere.example/a.png', destination: 'image', redirectCount: 0 }
const HIT = { url: 'https://images.shop.example/a.png', destination: 'image', redirectCount: 0 }

/** Candidate and baseline of each case. */
const CASES: Readonly<Record<string, () => readonly [candidate: Call, baseline: Call]>> = {
  parse: () =>
    bySize((bytes) => {
      const text = policyOf(bytes)
      return () => parseCsp(text)
    }),
  lint: () =>
    bySize((bytes) => {
      const header = policyOf(bytes)
      return () => lintCsp([{ header }])
    }),
  diff: () =>
    bySize((bytes) => {
      const before = policyOf(bytes, 1)
      const after = policyOf(bytes, 2)
      return () => diff(before, after)
    }),
  hit: () => [match(50, HIT), match(1, HIT)],
  miss: () => [match(50, MISS), match(1, MISS)],
}

function bySize(make: (bytes: number) => Call): readonly [Call, Call] {
  return [make(LARGE), make(SMALL)]
}

/** As one would who asks more than once: parsed before. */
function match(count: number, request: typeof HIT): Call {
  const policies = parseCsp(listOf(count))
  const page = { url: 'https://shop.example/' }
  return () => matchRequest(policies, page, request)
}

const SLICE_NANOSECONDS = 200_000
const GROUP = 8

const [name = '', milliseconds] = process.argv.slice(2)
const made = CASES[name]?.()
if (made === undefined) throw new Error(`No case is named ${name}.`)
console.log(JSON.stringify(measure(...made, Number(milliseconds))))

function measure(candidate: Call, baseline: Call, milliseconds: number): EngineCost {
  const calls = Math.max(1, Math.round(SLICE_NANOSECONDS / warmUp([candidate, baseline], milliseconds / 3)))
  const pairs: Pair[] = []
  const end = performance.now() + milliseconds
  while (performance.now() < end || pairs.length < 2 * GROUP) {
    // Each first by turns, so that neither always follows the other's garbage.
    const first = pairs.length % 2 === 0 ? time(baseline, calls) : undefined
    const own = time(candidate, calls)
    pairs.push({ baseline: first ?? time(baseline, calls), candidate: own })
  }
  return {
    ratio: groupedRatio(pairs, GROUP),
    candidate: median(pairs.map((pair) => pair.candidate)),
    baseline: median(pairs.map((pair) => pair.baseline)),
  }
}

/** What a call costs once the compiler has settled. */
function warmUp(sides: readonly Call[], milliseconds: number): number {
  let last = SLICE_NANOSECONDS
  const end = performance.now() + milliseconds
  while (performance.now() < end) for (const side of sides) last = time(side, 1)
  return last
}

function time(call: Call, calls: number): number {
  let kept: unknown
  const start = performance.now()
  for (let index = 0; index < calls; index++) kept = call()
  const elapsed = performance.now() - start
  // What is thrown away unseen need not be computed.
  if (kept === undefined) throw new Error('Nothing came back.')
  return (elapsed * 1e6) / calls
}
