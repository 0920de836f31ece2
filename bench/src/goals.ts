import type { Result } from './result.ts'

/** What we want to be able to say of ourselves. */
export interface Goal {
  readonly id: string
  readonly title: string
  /** `most`: reached when no greater; `least`: when no smaller. */
  readonly limit: { readonly most: number } | { readonly least: number }
  /** Undefined when the run has left it out. */
  measure(results: Results): number | undefined
}

export interface Results {
  /** Median ratio of a candidate to a baseline: the given one, or the case's own. */
  ratio(name: string, candidate?: string, baseline?: string): number | undefined
  bytes(name: string, candidate?: string): number | undefined
  nanoseconds(name: string, candidate?: string): number | undefined
  /** Of the median, over the baseline's. */
  secondsMore(name: string): number | undefined
  perSecond(name: string, candidate: string): number | undefined
}

const US = 'sallyport'

export function lookUp(results: readonly Result[]): Results {
  const find = (name: string, candidate: string, baseline?: string): Result | undefined =>
    results.find(
      (result) =>
        result.name === name &&
        result.candidate === candidate &&
        (baseline === undefined || result.baseline === baseline),
    )
  return {
    ratio: (name, candidate = US, baseline) => find(name, candidate, baseline)?.ratio.median,
    bytes: (name, candidate = US) => find(name, candidate)?.bytes?.candidate,
    nanoseconds: (name, candidate = US) => find(name, candidate)?.nanoseconds.candidate,
    secondsMore(name) {
      const times = find(name, US)?.nanoseconds
      return times === undefined ? undefined : (times.candidate - times.baseline) / 1e9
    },
    perSecond: (name, candidate) => find(name, candidate)?.perSecond?.candidate,
  }
}

/** How many times the peers are to cost what we do. */
const LISTS = [
  ['list of 1,000, hit', 30, 'cors/list-1000/hit'],
  ['list of 1,000, miss', 30, 'cors/list-1000/miss'],
  ['ids of one length, 1,000, hit', 30, 'cors/ids-1000/hit'],
  ['ids of one length, 1,000, miss', 30, 'cors/ids-1000/miss'],
  ['list of 100,000, active ones', 1_000, 'cors/list-100000/active'],
  ['list of 100,000, miss', 1_000, 'cors/list-100000/miss'],
  ['ids of one length, 100,000, active ones', 1_000, 'cors/ids-100000/active'],
  ['ids of one length, 100,000, miss', 1_000, 'cors/ids-100000/miss'],
] as const

export const goals: readonly Goal[] = [
  micro('m1', 'one origin / hand', 1.15, 'cors/one-origin'),
  bytes('m1', 'one origin, bytes', 0, 'cors/one-origin'),
  micro('m2', 'list of 10, hit / Set', 0.6, 'cors/list-10/hit'),
  micro('m2', 'list of 10, miss / Set', 0.45, 'cors/list-10/miss'),
  micro('m2', 'list of 1,000, hit / Set', 0.6, 'cors/list-1000/hit'),
  micro('m2', 'list of 1,000, miss / Set', 0.45, 'cors/list-1000/miss'),
  micro('m2', 'ids of one length, 1,000, hit / Set', 0.6, 'cors/ids-1000/hit'),
  micro('m2', 'ids of one length, 1,000, miss / Set', 0.45, 'cors/ids-1000/miss'),
  micro('m3', 'ids of one length, 100,000, hit / Set', 0.7, 'cors/ids-100000/hit'),
  micro('m3', 'ids of one length, 100,000, miss / Set', 0.7, 'cors/ids-100000/miss'),
  micro('m3', 'list of 100,000, hit / Set', 0.7, 'cors/list-100000/hit'),
  micro('m3', 'list of 100,000, miss / Set', 0.7, 'cors/list-100000/miss'),
  micro('m4', 'one wildcard, hit / hand', 1.45, 'cors/wildcard/hit'),
  micro('m5', 'preflight, checked / hand, unchecked', 1.8, 'cors/preflight/list'),
  micro('m6', '15.8 KB of commas / normal preflight by hand', 1, 'cors/hostile/commas'),
  micro('m6', '1,000 names / normal preflight by hand', 1, 'cors/hostile/names'),
  bytes('m6', '15.8 KB of commas, bytes', 0, 'cors/hostile/commas'),
  micro('m7', 'static CSP / constant', 1.1, 'csp/static'),
  micro('m8', 'CSP with a fresh nonce / hand', 1.3, 'csp/nonce'),
  bytes('m8', 'CSP with a fresh nonce, bytes', 640, 'csp/nonce'),
  versus('m9', 'CSP with a fresh nonce: helmet / ours', 15, 'csp/nonce', 'helmet'),
  versus('m9', 'CSP with a fresh nonce: @fastify/helmet / ours', 45, 'csp/nonce', '@fastify/helmet'),
  versus('m10', 'nonce: randomBytes / ours', 25, 'nonce', 'randomBytes, base64'),
  micro('r1', 'one origin, real response / constants', 1.05, 'real/one-origin'),
  micro('r1', '1,000 origins, real response / constants', 1.05, 'real/list-1000'),
  ...LISTS.flatMap(([title, least, name]) =>
    ['cors', '@koa/cors', '@fastify/cors'].map((peer) => versus('r2', `${title}: ${peer} / ours`, least, name, peer)),
  ),
  micro('r3', '1,000 patterns / one, hit, real response', 1.1, 'growth/1000-patterns'),
  micro('r3', '1,000 patterns / one, miss, real response', 1.1, 'growth/1000-patterns/miss'),
  micro('r3', '100,000 patterns / one, hit, real response', 1.5, 'growth/100000-patterns'),
  micro('r3', '100,000 patterns / one, miss, real response', 1.5, 'growth/100000-patterns/miss'),
  bytes('r4', 'memory of a pattern, of 100,000, bytes', 100, 'compile/100000-patterns'),
  nanoseconds('r4', 'start-up of a pattern, of 100,000, ns', 5_000, 'compile/100000-patterns'),
  micro('r5', '1,000 names, real response / a granted preflight', 1, 'real/hostile-names'),
  micro('r5', '15.8 KB of commas, real response / a granted preflight', 1, 'real/hostile-commas'),
  micro('r5', '15.8 KB of Origin, real response / a granted preflight', 1, 'real/hostile-origin'),
  bytes('r6', 'decision for one of 10 listed origins, bytes', 0, 'cors/list-10/hit'),
  bytes('r6', 'decision for one of 1,000 listed origins, bytes', 0, 'cors/list-1000/hit'),
  micro('r7', 'CSP with a fresh nonce, real response / hand', 1.05, 'real/csp-nonce'),
  micro('r7', 'CSP whose nonce nobody reads, real response / constant', 1.02, 'real/csp-unread'),
  // Twice the policy may cost twice, and a little for what grows beside it.
  micro('x1', 'Next.js, a static page, CPU / without us', 1.03, 'next/static-page'),
  micro('x2', 'Next.js, build of 1,000 static pages / without us', 1.05, 'next/build, 1000 pages'),
  added('x2', 'Next.js, that build, seconds more than without us', 2, 'next/build, 1000 pages'),
  micro('x2', 'Next.js, memory of that build / without us', 1.05, 'next/build memory, 1000 pages'),
  micro('e1', 'parse: 10 KB / 5 KB', 2.3, 'engine/parse'),
  micro('e1', 'lint: 10 KB / 5 KB', 2.3, 'engine/lint'),
  micro('e1', 'diff: 10 KB / 5 KB', 2.3, 'engine/diff'),
  nanoseconds('e2', 'parse 10 KB, ns', 10e6, 'engine/parse'),
  nanoseconds('e2', 'lint 10 KB, ns', 10e6, 'engine/lint'),
  nanoseconds('e2', 'diff 10 KB, ns', 10e6, 'engine/diff'),
  micro('e3', 'match, 50 sources / one, hit', 1.1, 'engine/hit'),
  micro('e3', 'match, 50 sources / one, miss', 1.1, 'engine/miss'),
  rate('v1', 'reports/s over HTTP with SQLite, ten a request', 20_000, 'reports/ten a request'),
  rate('v1', 'reports/s over HTTP with SQLite, one a request', 20_000, 'reports/one a request'),
  soak('v2', 'memory over ten million reports, second half / first', 1.1, 'reports/soak memory'),
  soak('v3', 'storage over ten million reports, second half / first', 1.1, 'reports/soak storage'),
  ...servers('R7', 'CORS / constants, CPU', 'cors', {
    node: 1.05,
    fastify: 1.05,
    koa: 1.05,
    express: 1.05,
    'nest-fastify': 1.05,
    'nest-express': 1.05,
  }),
  ...servers('M1', 'CORS + CSP nonce / constants, CPU', 'cors+csp', {
    node: 1.15,
    fastify: 1.08,
    koa: 1.08,
    express: 1.08,
  }),
  ...peers('M2', 'CORS + CSP nonce: peers / ours, CPU', 'cors+csp', 'least', {
    fastify: 1.8,
    'nest-fastify': 1.8,
    koa: 1.3,
    express: 1.2,
    'nest-express': 1.2,
  }),
  ...peers('M3', 'CORS: ours / peer, CPU', 'cors', 'most', {
    fastify: 1.1,
    koa: 1,
    express: 1,
    'nest-fastify': 1,
    'nest-express': 1,
  }),
]

function rate(id: string, title: string, least: number, name: string): Goal {
  return { id, title, limit: { least }, measure: (results) => results.perSecond(name, 'collector') }
}

function soak(id: string, title: string, most: number, name: string): Goal {
  return { id, title, limit: { most }, measure: (results) => results.ratio(name, 'second half') }
}

function micro(id: string, title: string, most: number, name: string): Goal {
  return { id, title, limit: { most }, measure: (results) => results.ratio(name) }
}

function bytes(id: string, title: string, most: number, name: string): Goal {
  return { id, title, limit: { most }, measure: (results) => results.bytes(name) }
}

function nanoseconds(id: string, title: string, most: number, name: string): Goal {
  return { id, title, limit: { most }, measure: (results) => results.nanoseconds(name) }
}

function added(id: string, title: string, most: number, name: string): Goal {
  return { id, title, limit: { most }, measure: (results) => results.secondsMore(name) }
}

function versus(id: string, title: string, least: number, name: string, peer: string): Goal {
  return { id, title, limit: { least }, measure: (results) => divide(results.ratio(name, peer), results.ratio(name)) }
}

type ByFramework = Readonly<Record<string, number>>

function servers(id: string, title: string, name: string, limits: ByFramework): readonly Goal[] {
  return Object.entries(limits).map(([framework, most]) => ({
    id,
    title: `${framework}: ${title}`,
    limit: { most },
    measure: (results) => results.ratio(`${framework}/${name}`, US, 'constants'),
  }))
}

function peers(id: string, title: string, name: string, bound: 'least' | 'most', limits: ByFramework): readonly Goal[] {
  return Object.entries(limits).map(([framework, limit]) => ({
    id,
    title: `${framework}: ${title}`,
    limit: bound === 'least' ? { least: limit } : { most: limit },
    measure(results) {
      const ratio = results.ratio(`${framework}/${name}`, US, 'peer')
      return bound === 'least' ? divide(1, ratio) : ratio
    },
  }))
}

function divide(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor
}
