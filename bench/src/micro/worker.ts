import { groupedRatio, median } from '../statistics.ts'
import { measureAllocation } from './allocation.ts'
import { alternate, GROUP_SIZE } from './alternate.ts'
import type { Case } from './case.ts'
import { cases } from './cases.ts'
import type { Measurement } from './measurement.ts'
import { createRunner, type Side } from './side.ts'
import { createSink } from './sink.ts'

// node worker.ts CASE CANDIDATE MILLISECONDS: one candidate against its baseline, in a process that runs nothing else.
// Prints a Measurement as JSON.

const MOST_CALLS = 256

const [caseName, candidateName, milliseconds] = process.argv.slice(2)
const measured = cases.find(({ name }) => name === caseName)
const create = measured?.candidates[candidateName ?? '']
if (measured === undefined || create === undefined) throw new Error(`No candidate ${candidateName} in ${caseName}`)
console.log(JSON.stringify(await measure(measured, create(), Number(milliseconds))))

async function measure(subject: Case, call: Side['call'], milliseconds: number): Promise<Measurement> {
  const { baseline, fill, fillBaseline = fill, most = MOST_CALLS } = subject
  const sides = { baseline: { call: baseline.create(), fill: fillBaseline }, candidate: { call, fill } }
  await checkAnswer(subject, sides.baseline)
  await checkAnswer(subject, sides.candidate)

  const first = await createRunner('baseline', sides.baseline, subject.sink, most)
  const second = await createRunner('candidate', sides.candidate, subject.sink, most)
  const pairs = await alternate(first, second, milliseconds, most)
  return {
    ratio: groupedRatio(pairs, GROUP_SIZE),
    baseline: { nanoseconds: median(pairs.map((pair) => pair.baseline)), bytes: await measureAllocation(first) },
    candidate: { nanoseconds: median(pairs.map((pair) => pair.candidate)), bytes: await measureAllocation(second) },
  }
}

/** What does nothing is fast. */
async function checkAnswer({ sink, check }: Case, { call, fill }: Side): Promise<void> {
  const { createRequest, open, finish } = createSink(sink, 1)
  const request = createRequest()
  fill(request)
  const response = open(0)
  await call(request, response)
  finish(response)
  const problem = check(request, response.readHeaders())
  if (problem !== undefined) throw new Error(`${caseName}, ${candidateName}: ${problem}`)
}
