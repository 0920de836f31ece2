import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryConfig, compiled, RESOLVED, viewOf } from './arbitrary.test-kit.ts'
import { compile } from './compile.ts'
import type { Config } from './config.ts'
import { decide } from './decide.ts'
import { explain } from './explain/explain.ts'
import { overridePolicy } from './override.ts'
import type { Policy } from './policy.ts'
import { runs } from './property.test-kit.ts'
import type { RequestView } from './request.ts'
import { resolve } from './resolve.ts'
import { spoil } from './spoil.test-kit.ts'

const ORIGINS = [undefined, 'https://a.test', 'https://x.c.test', ...RESOLVED, 'https://evil.test']
const REQUESTS: readonly RequestView[] = ORIGINS.flatMap((origin) => {
  const own: Readonly<Record<string, string>> = origin === undefined ? {} : { origin }
  const asked = { ...own, 'access-control-request-method': 'PUT' }
  return [
    viewOf({ method: 'GET', path: '/r' }, own),
    viewOf({ method: 'PUT', path: '/' }, { ...own, 'sec-fetch-site': 'cross-site' }),
    viewOf({ method: 'OPTIONS', path: '/r/1' }, own),
    viewOf({ method: 'OPTIONS', path: '/' }, asked),
    viewOf({ method: 'OPTIONS', path: '/r' }, { ...asked, 'access-control-request-headers': 'x-a' }),
    viewOf({ method: 'OPTIONS', path: '/' }, { ...asked, 'access-control-request-headers': 'x-none' }),
  ]
})
const requests = fc.uniqueArray(fc.constantFrom(...REQUESTS), { minLength: 3, maxLength: 5 })

/** All that is said to each of the requests. */
async function answersOf(policy: Policy, asked: readonly RequestView[]): Promise<readonly object[]> {
  const decisions = await Promise.all(asked.map((request) => resolve(policy, request)))
  return decisions.map((decision) => {
    const sent: (readonly [string, string])[] = []
    decision.eachHeader(sent, (list, name, value) => void list.push([name, value]))
    return { sent, json: JSON.stringify(decision), vary: decision.varyText, first: decision.firstHeader }
  })
}

type HandOut = (policy: Policy, asked: readonly RequestView[]) => unknown

const handDecisions: HandOut = (policy, asked) => asked.map((request) => decide(policy, request))
const handResolved: HandOut = (policy, asked) => Promise.all(asked.map((request) => resolve(policy, request)))
const handExplanations: HandOut = (policy, asked) => asked.map((request) => explain(policy, request))
const handConfigs: HandOut = (policy) => {
  const overridden = overridePolicy(policy, {})
  return [policy.toJSON(), policy.findings, overridden.toJSON(), overridden.findings]
}
const handPolicy: HandOut = (policy) => policy
const handOuts = fc.constantFrom(handDecisions, handResolved, handExplanations, handConfigs, handPolicy)

describe('what somebody does to one thing changes no later answer', () => {
  test('decisions, explanations, findings, the configuration and the policy itself, which are handed out', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, requests, handOuts, async (config, asked, handOut) => {
        const policy = compiled(config)
        fc.pre(policy !== undefined)
        const before = await answersOf(policy, asked)
        const written = JSON.stringify(policy)
        spoil(await handOut(policy, asked), functionsOf(config))
        expect(await answersOf(policy, asked)).toEqual(before)
        expect(await answersOf(compile(config), asked)).toEqual(before)
        expect(JSON.stringify(policy)).toBe(written)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('the configuration, which was passed in', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig.map(copyOf), requests, async (config, asked) => {
        const policy = compiled(config)
        fc.pre(policy !== undefined)
        const before = await answersOf(policy, asked)
        const written = JSON.stringify(policy)
        spoil(config, functionsOf(config))
        expect(await answersOf(policy, asked)).toEqual(before)
        expect(JSON.stringify(policy)).toBe(written)
      }),
      { numRuns: runs(300) },
    )
  })
})

// Origin resolvers stay their owner's.
function functionsOf(value: unknown): ReadonlySet<unknown> {
  if (typeof value === 'function') return new Set([value])
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(Object.values(value).flatMap((inner) => [...functionsOf(inner)]))
}

/** Generators hand out the same constants again and again. */
function copyOf(config: Config): Config
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((inner) => copyOf(inner))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]))
}
