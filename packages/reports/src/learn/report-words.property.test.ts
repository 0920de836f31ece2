import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldedOf, NOW, POLICY, storeOf } from './groups.test-kit.ts'
import { learn } from './learn.ts'
import { describeLearned } from './learned-words.ts'
import { replay } from './replay.ts'
import { describeReplay } from './replay-words.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 200), 2000)

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('\u001b]0;x\u0007', 'https://a.example/\u202e', '\r\n+ img-src *', 'https://a.example', 'inline'),
)

test('no report moves a cursor, begins a line or turns a text around', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ directive: hostile, blocked: hostile, page: hostile, policy: hostile }),
      fc.boolean(),
      async (told, isVouched) => {
        const store = await storeOf([foldedOf({ ...told, vouched: isVouched ? ['ann'] : [] })])
        const learned = await learn(store, { policy: POLICY, now: NOW, minClients: 1, minDays: 1 })
        const lines = [...describeLearned(learned), ...describeReplay(await replay(POLICY, store, { now: NOW }))]
        for (const line of lines) expect(line).toMatch(/^[\x20-\x7e’…]{0,2000}$/)
        for (const line of lines) expect(line).not.toMatch(/^\+ .*\*/)
      },
    ),
    { numRuns: RUNS },
  )
})
