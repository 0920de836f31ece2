import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config, RoutePolicy } from '../config.ts'
import { overridePolicy } from '../override.ts'
import { createHandle } from '../policy-handle.ts'
import type { RequestView } from '../request.ts'
import { explain } from './explain.ts'

const APP = 'https://app.test'
const places = { cors: 'config.cors', csrf: 'config.csrf' }
const base: Config = {
  cors: { origins: [APP] },
  csrf: true,
  routes: [{ path: '/v1', cors: { origins: ['https://v1.test'] } }],
}

function view(method: string, path: string, headers: Readonly<Record<string, string>>): RequestView {
  return { method, path, header: (name) => headers[name] }
}

const get = view('GET', '/', { origin: APP })
const preflight = view('OPTIONS', '/v1', { origin: APP, 'access-control-request-method': 'PUT' })
const foreign = view('POST', '/', { origin: APP, 'sec-fetch-site': 'cross-site' })

test.each<[title: string, override: RoutePolicy, request: RequestView, path: string, message: string, change: string]>([
  [
    'an origin',
    { cors: { origins: ['https://b.test'] } },
    get,
    'config.cors.origins',
    `"${APP}" is not among the origins of the route's own policy`,
    `Add "${APP}" to config.cors.origins.`,
  ],
  [
    'an origin, where a route of the configuration has its own too',
    { cors: { origins: ['https://b.test'] } },
    preflight,
    'config.cors.origins',
    "of the route's own policy",
    `Add "${APP}" to config.cors.origins.`,
  ],
  [
    'a method',
    { cors: { origins: [APP] } },
    preflight,
    'config.cors.methods',
    `"PUT" is not among the methods of the route's own policy`,
    'Add "PUT" to config.cors.methods.',
  ],
  [
    'a foreign request',
    { csrf: { trustedOrigins: ['https://b.test'] } },
    foreign,
    'config.csrf.trustedOrigins',
    "The guard of the route's own policy refused POST",
    `Add "${APP}" to config.csrf.trustedOrigins.`,
  ],
  [
    'a foreign request, by a guard that the route takes from the base',
    { cors: { origins: ['https://b.test'] } },
    foreign,
    'csrf.trustedOrigins',
    'The guard of the base policy refused POST',
    `Write { trustedOrigins: ["${APP}"] } for csrf.`,
  ],
])('what a route’s own policy refuses is told with its place: %s', (_, override, request, path, message, change) => {
  const explanation = explain(overridePolicy(compile(base), override, places), request)
  expect(explanation.path).toBe(path)
  expect(explanation.message).toContain(message)
  expect(explanation.fix?.change).toBe(change)
})

test('an origin that only the base admits is a near miss of a route’s own policy', () => {
  const { nearMisses } = explain(overridePolicy(compile(base), { cors: { origins: ['https://b.test'] } }, places), get)
  expect(nearMisses.map(({ message }) => message)).toEqual([
    `"${APP}" is in cors.origins, but the route's own policy goes by config.cors.origins.`,
  ])
})

test('a part that the route does not replace keeps its place', () => {
  const overridden = overridePolicy(compile(base), { csrf: false }, places)
  expect(explain(overridden, view('GET', '/', { origin: 'https://x.test' })).path).toBe('cors.origins')
  expect(explain(overridden, view('GET', '/v1', { origin: 'https://x.test' })).path).toBe('routes[0].cors.origins')
})

test('one override over another keeps the places of both, after an update too', () => {
  const handle = createHandle({ cors: { origins: [APP] } })
  const cors = { cors: { origins: ['https://b.test'] } }
  const csrf = { csrf: true }
  const pathsOf = (): string[] => {
    const both = overridePolicy(overridePolicy(handle.current, cors, places), csrf, places)
    return [get, foreign].map((request) => explain(both, request).path)
  }
  expect(pathsOf()).toEqual(['config.cors.origins', 'config.csrf.trustedOrigins'])
  handle.update({ cors: { origins: ['https://c.test'] } })
  expect(pathsOf()).toEqual(['config.cors.origins', 'config.csrf.trustedOrigins'])
})

test('a place that nobody named is told in words', () => {
  const overridden = overridePolicy(compile(base), { cors: { origins: ['https://b.test'] } })
  expect(explain(overridden, get).fix?.change).toBe(`Add "${APP}" to the route's own cors.origins.`)
})
