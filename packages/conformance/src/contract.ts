import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdapterName } from './adapter.ts'
import type { Case, Expectation } from './case.ts'
import { CASES } from './cases/all.ts'
import { CONFIGS } from './cases/configs.ts'
import { GAPS, type Gap } from './gaps.ts'
import { send } from './http.ts'
import { judge, noncesOf } from './judge.ts'
import { ownVary } from './own-vary.ts'
import type { RunningServer } from './server.ts'
import { start } from './start.ts'

/** Every case of the contract against one adapter, over sockets: a server for each configuration, requests in parallel. */
export function describeContract(adapter: AdapterName): void {
  for (const [name, config] of Object.entries(CONFIGS)) {
    describe(`${adapter}, configuration "${name}"`, () => {
      let server: RunningServer
      beforeAll(async () => {
        server = await start(adapter, config, {
          resolves: config === CONFIGS.resolved,
          isBehindProxy: config === CONFIGS.reporting,
        })
      })
      afterAll(() => server.close())

      for (const row of CASES.filter((one) => one.config === config)) {
        const gap = GAPS.find(({ adapters, titles }) => adapters.includes(adapter) && titles.includes(row.title))
        if (gap === undefined) {
          test.concurrent(row.title, async () => {
            expect(await problemsOf(adapter, server.url, row, row.expect)).toEqual([])
          })
        } else {
          test.concurrent(`${row.title} — known gap: ${gap.reason}`, async () => {
            expect(await problemsOf(adapter, server.url, row, row.expect)).not.toEqual([])
            expect(await problemsOf(adapter, server.url, row, insteadOf(row.expect, gap))).toEqual([])
          })
        }
      }
    })
  }
}

async function problemsOf(
  adapter: AdapterName,
  url: string,
  { request }: Case,
  expected: Expectation,
): Promise<readonly string[]> {
  const response = await send(url, request)
  const problems = judge(expected, response, ownVary(adapter))
  const [nonce] = noncesOf(response)
  if (nonce === undefined) return problems
  const again = await send(url, request)
  return noncesOf(again).includes(nonce) ? [...problems, `the nonce ${nonce} came twice`] : problems
}

function insteadOf(expected: Expectation, { instead }: Gap): Expectation {
  const headers: Record<string, string | undefined> = { ...expected.headers, ...instead.headers }
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const { body = expected.body, status = expected.status } = instead
  return { status, headers: Object.fromEntries(present), ...(body === undefined ? {} : { body }) }
}
