import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CorsConfig } from '../config.ts'
import { decide } from '../decide.ts'
import { overridePolicy } from '../override.ts'
import type { RequestView } from '../request.ts'
import { createRefusalLog } from './refusal-log.ts'

const base: CorsConfig = { origins: ['https://a.test'], methods: ['PUT'] }
const policy = compile({ cors: base, csrf: true })

function view(method: string, headers: Readonly<Record<string, string>>, path = '/'): RequestView {
  return { method, path, header: (name) => headers[name] }
}

function preflight(origin: string, method: string, names = ''): RequestView {
  return view('OPTIONS', { origin, 'access-control-request-method': method, 'access-control-request-headers': names })
}

const refused = view('GET', { origin: 'https://b.test' })

test.each<[title: string, requests: readonly RequestView[], logged: number]>([
  ['the same twice', [refused, refused], 1],
  ['another path', [refused, view('GET', { origin: 'https://b.test' }, '/x')], 1],
  ['another origin', [refused, view('GET', { origin: 'https://c.test' })], 2],
  ['another reason', [refused, preflight('https://b.test', 'PUT')], 2],
  ['another method from a refused origin', [preflight('https://b.test', 'PUT'), preflight('https://b.test', 'GET')], 1],
  ['another refused method', [preflight('https://a.test', 'PATCH'), preflight('https://a.test', 'DELETE')], 2],
  ['another header', [preflight('https://a.test', 'PUT', 'x-a'), preflight('https://a.test', 'PUT', 'x-b')], 2],
  [
    'headers in another order',
    [preflight('https://a.test', 'PUT', 'x-a,x-b'), preflight('https://a.test', 'PUT', 'X-B, x-a')],
    1,
  ],
  [
    'what the guard refuses, by method',
    [view('POST', { origin: 'https://b.test' }), view('PUT', { origin: 'https://b.test' })],
    2,
  ],
  ['what was allowed', [view('GET', { origin: 'https://a.test' }), preflight('https://a.test', 'PUT')], 0],
  ['no Origin', [view('GET', {})], 0],
  ['the own page', [view('GET', { origin: 'https://b.test', 'sec-fetch-site': 'same-origin' })], 0],
  ['a form, which needs no CORS', [view('GET', { origin: 'https://b.test', 'sec-fetch-mode': 'navigate' })], 0],
])('%s', (_, requests, logged) => {
  const lines: string[] = []
  const refusals = createRefusalLog((text) => lines.push(text))
  for (const request of requests) refusals.note(policy, request)
  expect(lines.length).toBe(logged)
})

test('tells policies apart, for routes of a framework have one each', () => {
  const lines: string[] = []
  const refusals = createRefusalLog((text) => lines.push(text))
  refusals.note(policy, refused)
  refusals.note(compile({ cors: { origins: ['https://c.test'] } }), refused)
  expect(lines.length).toBe(2)
})

test.each<[title: string, cors: CorsConfig | false, request: RequestView, logged: number]>([
  ['a preflight for a route that has CORS off', base, preflight('https://a.test', 'PUT'), 1],
  ['a request to it', base, view('GET', { origin: 'https://a.test' }), 0],
  ['an OPTIONS request to it', base, view('OPTIONS', { origin: 'https://a.test' }), 0],
  ['a preflight where nothing has CORS', false, preflight('https://a.test', 'PUT'), 0],
])('what nobody may answer: %s', (_, cors, request, logged) => {
  const byConfig = compile({ cors, routes: [{ path: '/', cors: false }] })
  const byFramework = overridePolicy(compile({ cors }), { cors: false })
  for (const off of [byConfig, byFramework]) {
    const lines: string[] = []
    createRefusalLog((text) => lines.push(text)).note(off, request)
    expect(lines.filter((line) => line.includes('cors is false'))).toHaveLength(logged)
    expect(lines).toHaveLength(logged)
  }
})

test('says once that it falls silent', () => {
  const lines: string[] = []
  const refusals = createRefusalLog((text) => lines.push(text), { most: 2 })
  for (const name of ['a', 'b', 'c', 'd', 'a'])
    refusals.note(policy, view('GET', { origin: `https://${name}.example` }))
  expect(lines.length).toBe(3)
  expect(lines[2]).toBe('Sallyport: 2 different refusals were logged; no more will be.')
})

test('explains no more than it logs a few times over, whatever is made up', () => {
  let reads = 0
  const lines: string[] = []
  const refusals = createRefusalLog((text) => lines.push(text), { most: 2 })
  const form = (origin: string): RequestView => {
    const inner = view('GET', { origin, 'sec-fetch-mode': 'navigate' })
    return {
      ...inner,
      header(name) {
        reads++
        return inner.header(name)
      },
    }
  }
  for (let index = 0; index < 50; index++) refusals.note(policy, form(`https://${index}.example`))
  expect(lines).toEqual(['Sallyport: 0 different refusals were logged; no more will be.'])
  const before = reads
  const late = form('https://late.example')
  refusals.note(policy, late, decide(policy, view('GET', { origin: 'https://late.example' })))
  expect(reads).toBe(before)
})
