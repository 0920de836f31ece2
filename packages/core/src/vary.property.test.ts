import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  arbitraryConfig,
  arbitraryHeaders,
  arbitraryTarget,
  compiled,
  LISTED,
  METHODS,
  NAMES,
  type SentHeaders,
  staticCors,
  viewOf,
} from './arbitrary.test-kit.ts'
import { compile } from './compile.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { runs } from './property.test-kit.ts'
import { resolve } from './resolve.ts'

/** Everything that reaches the client, or a cache before it. */
function sentBy(decision: Decision, method: string): object {
  const all: [string, string][] = []
  decision.eachHeader(all, (list, name, value) => void list.push([name, value]))
  // No document is ever made of an answer to OPTIONS, so it is no matter which CSP it carries.
  const headers = method === 'OPTIONS' ? decision.headers : all
  return { headers, status: decision.kind === 'answer' ? decision.status : undefined }
}

const names: readonly (keyof SentHeaders)[] = [
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'sec-fetch-site',
  'x-tenant',
]

// The second request often shares headers with the first, as two visitors of one URL do.
const twoVisitors = fc
  .tuple(arbitraryHeaders, arbitraryHeaders, fc.subarray([...names]))
  .map(([one, other, shared]) => {
    const headers: SentHeaders = { ...other, ...Object.fromEntries(shared.flatMap((name) => entryOf(one, name))) }
    const gone = shared.filter((name) => one[name] === undefined)
    return [
      one,
      Object.fromEntries(Object.entries(headers).filter(([name]) => !gone.some((left) => left === name))),
    ] as const
  })

function entryOf(headers: SentHeaders, name: keyof SentHeaders): (readonly [string, string])[] {
  const value = headers[name]
  return value === undefined ? [] : [[name, value]]
}

describe('Vary (RFC 9110 §12.5.5)', () => {
  test('same cache key, same answer: for any policy, and two requests that agree in every header it names', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, arbitraryTarget, twoVisitors, async (config, target, [one, other]) => {
        const policy = compiled(config)
        fc.pre(policy !== undefined)
        const [first, second] = [viewOf(target, one), viewOf(target, other)]
        const stored = await resolve(policy, first)
        const fresh = await resolve(policy, second)
        fc.pre(stored.vary.every((name) => first.header(name) === second.header(name)))
        // The guard refuses requests that ask for a change. Their answers are not reused without asking (RFC 9110 §9.2.3, RFC 9111 §4).
        fc.pre(stored.reason !== 'cross-origin-refused' && fresh.reason !== 'cross-origin-refused')
        compared++
        expect(sentBy(fresh, target.method)).toEqual(sentBy(stored, target.method))
      }),
      { numRuns: runs(3000) },
    )
    expect(compared).toBe(runs(3000))
  })

  const anyone = staticCors.filter(({ origins, credentials }) => origins === '*' && credentials !== true)

  test('names nothing where anyone gets the same', () => {
    fc.assert(
      fc.property(anyone, arbitraryTarget, arbitraryHeaders, (cors, target, headers) => {
        fc.pre(target.method !== 'OPTIONS')
        expect(decide(compile({ cors }), viewOf(target, headers)).vary).toEqual([])
      }),
      { numRuns: runs(1000) },
    )
  })

  test('names nothing that makes no difference: for each name some value of it changes the answer', () => {
    const origins = [
      undefined,
      'https://a.test',
      'https://b.test:8443',
      'https://x.c.test',
      'http://localhost:1',
      'https://evil.test',
    ]
    const asked = [undefined, 'GET', 'PUT', 'P UT', ...METHODS]
    const listed = [undefined, 'x-other', 'x y', ...NAMES]
    fc.assert(
      fc.property(staticCors, fc.constantFrom('GET', 'OPTIONS'), (cors, method) => {
        const policy = compile({ cors, csrf: false })
        const answers = new Map<string, Map<string, Set<string>>>()
        const named = new Set<string>()
        for (const origin of origins) {
          for (const requestMethod of method === 'GET' ? [undefined] : asked) {
            for (const requestHeaders of method === 'GET' ? [undefined] : listed) {
              const headers = fieldsOf({
                origin,
                'access-control-request-method': requestMethod,
                'access-control-request-headers': requestHeaders,
              })
              const decision = decide(policy, viewOf({ method, path: '/' }, headers))
              for (const name of decision.vary) {
                named.add(name)
                note(answers, name, headers, JSON.stringify(sentBy(decision, method)))
              }
            }
          }
        }
        for (const name of named) {
          const differs = [...(answers.get(name)?.values() ?? [])].some((seen) => seen.size > 1)
          expect(differs, `Vary names ${name} for nothing`).toBe(true)
        }
      }),
      { numRuns: runs(200, 20_000) },
    )
  })

  test('is the same on hit, miss and without Origin, whatever is listed', () => {
    fc.assert(
      fc.property(staticCors, arbitraryTarget, (cors, target) => {
        fc.pre(target.method !== 'OPTIONS')
        const policy = compile({ cors, csrf: false })
        const [first, ...others] = [undefined, 'https://evil.test', 'null', ...LISTED].map((origin) =>
          decide(policy, viewOf(target, fieldsOf({ origin }))),
        )
        for (const other of others) expect(other.vary).toEqual(first?.vary)
      }),
      { numRuns: runs(1000) },
    )
  })
})

function fieldsOf(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Groups answers by all that was sent but `name`. */
function note(
  answers: Map<string, Map<string, Set<string>>>,
  name: string,
  headers: Readonly<Record<string, string>>,
  answer: string,
): void {
  const rest = JSON.stringify({ ...headers, [name]: undefined })
  const byRest = answers.get(name) ?? new Map<string, Set<string>>()
  answers.set(name, byRest)
  byRest.set(rest, (byRest.get(rest) ?? new Set()).add(answer))
}
