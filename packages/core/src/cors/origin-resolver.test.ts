import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { compile } from '../compile.ts'
import type { Decision } from '../decision.ts'
import { ConfigError } from '../finding.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { resolve } from '../resolve.ts'
import type { OriginResolver, ResolvedOrigins } from './origin-resolver.ts'

const A = 'https://a.test'

function get(origin: string | undefined, headers: Readonly<Record<string, string>> = {}, path = '/'): RequestView {
  return { method: 'GET', path, header: (name) => (name === 'origin' ? origin : headers[name]) }
}

function policyOf(origins: OriginResolver | ResolvedOrigins, more: object = {}): Policy {
  return compile({ cors: { origins, ...more }, csrf: false })
}

function allowedBy(decision: Decision): string | undefined {
  return new Map(decision.headers).get('access-control-allow-origin')
}

/** A resolver whose answers are given by hand. */
function held() {
  const calls: { origin: string; request: RequestView; signal: AbortSignal; answer(value: unknown): void }[] = []
  const resolver: OriginResolver = (origin, request, signal) =>
    new Promise((settle: (value: never) => void, fail) => {
      const answer = (value: unknown): void =>
        value instanceof Error ? fail(value) : Reflect.apply(settle, undefined, [value])
      calls.push({ origin, request, signal, answer })
    })
  return { calls, resolver }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test.each<[title: string, answer: unknown, reason: string, allowed: string | undefined]>([
  ['yes', true, 'origin-allowed', A],
  ['no', false, 'origin-refused', undefined],
  ['something truthy', { id: 1 }, 'origin-unresolved', undefined],
  ['nothing', undefined, 'origin-unresolved', undefined],
  ['a failure', new Error('the database is away'), 'origin-unresolved', undefined],
])('answers in its own time: %s', async (_, answer, reason, allowed) => {
  const { calls, resolver } = held()
  const pending = resolve(policyOf(resolver), get(A))
  calls[0]?.answer(answer)
  const decision = await pending
  expect(decision).toMatchObject({ kind: 'continue', reason, vary: ['origin'] })
  expect(allowedBy(decision)).toBe(allowed)
})

test('a promise that calls back at once is remembered no longer than others', async () => {
  // As some libraries' promises do.
  const then = (settle: (value: boolean) => void): void => settle(true)
  const resolver = vi.fn(() => Object.assign(Promise.resolve(false), { then }))
  const policy = policyOf({ resolve: resolver, cacheSeconds: 10 })
  expect(await resolve(policy, get(A))).toHaveProperty('reason', 'origin-allowed')
  expect(await resolve(policy, get(A))).toHaveProperty('reason', 'origin-allowed')
  expect(resolver).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(11_000)
  await resolve(policy, get(A))
  expect(resolver).toHaveBeenCalledTimes(2)
})

test('a promise whose then throws is a failure', async () => {
  const then = (): never => {
    throw new Error('broken')
  }
  const policy = policyOf(() => Object.assign(Promise.resolve(true), { then }))
  expect(await resolve(policy, get(A))).toHaveProperty('reason', 'origin-unresolved')
})

test.each<[title: string, resolver: OriginResolver, reason: string]>([
  ['yes', () => true, 'origin-allowed'],
  ['no', () => false, 'origin-refused'],
  [
    'a failure',
    () => {
      throw new Error('broken')
    },
    'origin-unresolved',
  ],
])('answers at once, and then nobody waits: %s', (_, resolver, reason) => {
  expect(resolve(policyOf(resolver), get(A))).toMatchObject({ reason, vary: ['origin'] })
})

test.each<[title: string, origin: string | undefined, more: object]>([
  ['no Origin', undefined, {}],
  ['the null origin', 'null', {}],
  ['the null origin, trusted without asking', 'null', { dangerouslyAllowNullOrigin: true }],
  ['an empty Origin', '', {}],
  ['two origins', `${A}, https://b.test`, {}],
  ['a path', `${A}/x`, {}],
  ['white space', 'https://a .test', {}],
  ['a line break', `${A}\r\nset-cookie: a=b`, {}],
  ['no scheme', 'a.test', {}],
  ['capitals', 'https://A.test', {}],
  ['a name that is longer than any', `https://${'a'.repeat(400)}.test`, {}],
  ['http, with credentials', 'http://a.test', { credentials: true }],
])('is not asked about %s', (_, origin, more) => {
  const resolver = vi.fn(() => true)
  expect(resolve(policyOf(resolver, more), get(origin))).toHaveProperty('vary', ['origin'])
  expect(resolver).not.toHaveBeenCalled()
})

test.each<[title: string, origin: string, more: object]>([
  ['http without credentials', 'http://a.test', {}],
  ['http on this machine, with credentials', 'http://localhost:3000', { credentials: true }],
  ['http with credentials, by name', 'http://a.test', { credentials: true, dangerouslyAllowInsecureOrigins: true }],
])('is asked about %s', (_, origin, more) => {
  expect(
    resolve(
      policyOf(() => true, more),
      get(origin),
    ),
  ).toHaveProperty('reason', 'origin-allowed')
})

test('what is known needs no asking', () => {
  const resolver = vi.fn(() => false)
  const policy = policyOf({ resolve: resolver, known: [A, 'https://*.own.test'] })
  for (const origin of [A, 'https://x.own.test']) {
    expect(resolve(policy, get(origin))).toHaveProperty('reason', 'origin-allowed')
  }
  expect(resolver).not.toHaveBeenCalled()
  expect(resolve(policy, get('https://own.test'))).toHaveProperty('reason', 'origin-refused')
})

test('a preflight is decided by the same answer', async () => {
  const { calls, resolver } = held()
  const policy = policyOf(resolver, { methods: ['PUT'] })
  const headers = { 'access-control-request-method': 'PUT' }
  const preflight = { ...get(A, headers), method: 'OPTIONS' }
  const first = resolve(policy, preflight)
  calls[0]?.answer(true)
  expect(await first).toMatchObject({ kind: 'answer', status: 204, reason: 'preflight-allowed' })
  // Remembered: the request itself does not wait again.
  expect(resolve(policy, get(A))).toHaveProperty('reason', 'origin-allowed')
  expect(calls).toHaveLength(1)
})

test('a preflight whose origin is not resolved is refused, and says nothing', async () => {
  const { calls, resolver } = held()
  const preflight = { ...get(A, { 'access-control-request-method': 'PUT' }), method: 'OPTIONS' }
  const pending = resolve(policyOf(resolver, { methods: ['PUT'] }), preflight)
  calls[0]?.answer(new Error('broken'))
  expect(await pending).toMatchObject({ status: 403, headers: [], reason: 'preflight-origin-unresolved' })
})

describe('asking once', () => {
  test('requests from one origin share a flight; another origin has its own', async () => {
    const { calls, resolver } = held()
    const policy = policyOf(resolver)
    const pending = [resolve(policy, get(A)), resolve(policy, get(A)), resolve(policy, get('https://b.test'))]
    expect(calls.map(({ origin }) => origin)).toEqual([A, 'https://b.test'])
    calls[0]?.answer(true)
    calls[1]?.answer(false)
    expect((await Promise.all(pending)).map(({ reason }) => reason)).toEqual([
      'origin-allowed',
      'origin-allowed',
      'origin-refused',
    ])
  })

  test('another Host is another question', async () => {
    const { calls, resolver } = held()
    const policy = policyOf(resolver)
    const first = resolve(policy, get(A, { host: 'one.test' }))
    const second = resolve(policy, get(A, { host: 'two.test' }))
    calls[0]?.answer(true)
    calls[1]?.answer(false)
    expect([(await first).reason, (await second).reason]).toEqual(['origin-allowed', 'origin-refused'])
    expect(resolve(policy, get(A, { host: 'two.test' }))).toHaveProperty('reason', 'origin-refused')
  })

  test('an answer is remembered for its time, and no longer', async () => {
    const { calls, resolver } = held()
    const policy = policyOf({ resolve: resolver, cacheSeconds: 10 })
    const first = resolve(policy, get(A))
    calls[0]?.answer(true)
    await first
    vi.advanceTimersByTime(9_000)
    expect(resolve(policy, get(A))).toHaveProperty('reason', 'origin-allowed')
    vi.advanceTimersByTime(2_000)
    expect(resolve(policy, get(A))).toBeInstanceOf(Promise)
    expect(calls).toHaveLength(2)
  })

  test('a failure is not remembered', async () => {
    const { calls, resolver } = held()
    const policy = policyOf(resolver)
    const first = resolve(policy, get(A))
    calls[0]?.answer(new Error('broken'))
    await first
    void resolve(policy, get(A))
    expect(calls).toHaveLength(2)
  })

  test('no more is remembered than was said: the one longest unused goes', async () => {
    const { calls, resolver } = held()
    const policy = policyOf({ resolve: resolver, cacheEntries: 2 })
    const ask = async (origin: string): Promise<void> => {
      const pending = resolve(policy, get(origin))
      calls.at(-1)?.answer(true)
      await pending
    }
    await ask('https://1.test')
    await ask('https://2.test')
    await ask('https://1.test')
    await ask('https://3.test')
    expect(calls.map(({ origin }) => origin)).toEqual(['https://1.test', 'https://2.test', 'https://3.test'])
    expect(resolve(policy, get('https://1.test'))).not.toBeInstanceOf(Promise)
    expect(resolve(policy, get('https://2.test'))).toBeInstanceOf(Promise)
  })
})

describe('a resolver that looks at more of the request', () => {
  const byTenant: OriginResolver = async (_, request) => request.header('X-Tenant') === 'one'

  test('is asked for every request, and the answer varies by what it read', async () => {
    const policy = policyOf(byTenant)
    const one = await resolve(policy, get(A, { 'x-tenant': 'one' }))
    const two = await resolve(policy, get(A, { 'x-tenant': 'two' }))
    expect(one).toMatchObject({ reason: 'origin-allowed', vary: ['origin', 'x-tenant'], varyText: 'origin, x-tenant' })
    expect(two).toMatchObject({ reason: 'origin-refused', vary: ['origin', 'x-tenant'] })
  })

  test('may look at other headers the next time', async () => {
    const policy = policyOf(async (_, request) => request.header(request.path.slice(1)) === 'one')
    const vary = async (path: string): Promise<readonly string[]> => (await resolve(policy, get(A, {}, path))).vary
    expect(await vary('/x-tenant')).toEqual(['origin', 'x-tenant'])
    expect(await vary('/x-team')).toEqual(['origin', 'x-team'])
    expect(await vary('/x-tenant')).toEqual(['origin', 'x-tenant'])
  })

  test('does not answer for requests that came in while the first was waiting', async () => {
    const { calls, resolver } = held()
    const policy = policyOf((origin, request, signal) => {
      void request.path
      return resolver(origin, request, signal)
    })
    const first = resolve(policy, get(A, {}, '/one'))
    const second = resolve(policy, get(A, {}, '/two'))
    calls[0]?.answer(true)
    expect((await first).reason).toBe('origin-allowed')
    await vi.waitFor(() => expect(calls).toHaveLength(2))
    calls[1]?.answer(false)
    expect((await second).reason).toBe('origin-refused')
  })
})

describe('bounds', () => {
  test('after the deadline the origin is refused, and the resolver is told', async () => {
    const { calls, resolver } = held()
    const onError = vi.fn()
    const policy = policyOf({ resolve: resolver, deadline: 50, onError })
    const pending = resolve(policy, get(A))
    vi.advanceTimersByTime(50)
    expect(await pending).toMatchObject({ reason: 'origin-unresolved' })
    expect(calls[0]?.signal.aborted).toBe(true)
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('No answer within 50 ms.'), A)
    // What comes too late for that request still serves the next.
    calls[0]?.answer(true)
    await vi.waitFor(() => expect(resolve(policy, get(A))).toHaveProperty('reason', 'origin-allowed'))
  })

  test('beyond the concurrency, origins are refused unasked, until there is room again', async () => {
    const { calls, resolver } = held()
    const onError = vi.fn()
    const policy = policyOf({ resolve: resolver, concurrency: 1, onError })
    const first = resolve(policy, get(A))
    expect(resolve(policy, get('https://b.test'))).toHaveProperty('reason', 'origin-unresolved')
    expect(onError).toHaveBeenCalledOnce()
    calls[0]?.answer(true)
    await first
    expect(resolve(policy, get('https://b.test'))).toBeInstanceOf(Promise)
  })

  test('a Host that is longer than any is nobody’s', () => {
    const resolver = vi.fn(() => true)
    expect(resolve(policyOf(resolver), get(A, { host: 'a'.repeat(300) }))).toHaveProperty('reason', 'origin-unresolved')
    expect(resolver).not.toHaveBeenCalled()
  })

  test('an onError that throws breaks nothing', () => {
    const fail = (): never => {
      throw new Error('broken')
    }
    expect(resolve(policyOf({ resolve: fail, onError: fail }), get(A))).toHaveProperty('reason', 'origin-unresolved')
  })
})

test.each<[title: string, origins: unknown, paths: readonly string[]]>([
  ['no function', { known: [A] }, ['cors.origins.resolve']],
  ['a function that is a text', { resolve: 'yes' }, ['cors.origins.resolve']],
  ['an unknown key', { resolve: () => true, cacheSecond: 1 }, ['cors.origins.cacheSecond']],
  [
    'numbers out of range',
    { resolve: () => true, cacheSeconds: -1, cacheEntries: 0, deadline: 0.5, concurrency: 1e9 },
    ['cors.origins.cacheSeconds', 'cors.origins.cacheEntries', 'cors.origins.deadline', 'cors.origins.concurrency'],
  ],
  ['a bad origin among the known', { resolve: () => true, known: ['a.test'] }, ['cors.origins.known[0]']],
  ['a listener that is none', { resolve: () => true, onError: 'log' }, ['cors.origins.onError']],
])('refuses a configuration with %s', (_, origins, paths) => {
  const config = Object.assign({ cors: { origins: '*' as const } }, { cors: { origins } })
  try {
    Reflect.apply(compile, undefined, [config])
    expect.unreachable()
  } catch (error) {
    expect(error instanceof ConfigError && error.findings.map(({ path }) => path)).toEqual(paths)
  }
})

test('a policy with a resolver goes back through compile', () => {
  const config = { cors: { origins: { resolve: () => true, known: [A] }, credentials: true as const }, csrf: false }
  const policy = compile(config)
  expect(compile(policy.toJSON()).toJSON()).toEqual(config)
  expect(resolve(compile(policy.toJSON()), get('https://b.test'))).toHaveProperty('reason', 'origin-allowed')
})
