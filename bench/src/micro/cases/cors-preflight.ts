import type { CorsCandidate, CorsSetup } from '../candidates/cors-setup.ts'
import { expressCors } from '../candidates/express-cors.ts'
import { fastifyCors } from '../candidates/fastify-cors.ts'
import { constantPreflight, handPreflight, handReflectingPreflight } from '../candidates/hand-cors.ts'
import { honoCors } from '../candidates/hono-cors.ts'
import { koaCors } from '../candidates/koa-cors.ts'
import { sallyportCore } from '../candidates/sallyport-cors.ts'
import type { Case } from '../case.ts'
import { APP, preflight } from '../origins.ts'
import { expectAllowed } from './cors-actual.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
const NAMES = ['authorization', 'content-type', 'x-requested-with']
/** Node takes no more than 16 KB of headers. */
export const LONGEST_HEADER = 15_800
export const HOSTILE_NAMES: string = Array.from({ length: 1_000 }, (_, index) => `x-header-${index + 10_000}`).join(',')

const peers: Readonly<Record<string, CorsCandidate>> = {
  '@fastify/cors': fastifyCors,
  hono: honoCors,
  cors: expressCors,
  '@koa/cors': koaCors,
}

const listing: CorsSetup = { origins: [APP], methods: METHODS, allowedHeaders: NAMES }
const reflecting: CorsSetup = { origins: [APP], methods: METHODS }

/** OPTIONS requests before a method or header that needs one. */
export const preflightCases: readonly Case[] = [
  {
    name: 'cors/preflight/list',
    sink: 'fake',
    baseline: { name: 'hand, unchecked', create: () => handPreflight(listing) },
    candidates: create({ constants: constantPreflight, sallyport: sallyportCore, ...peers }, listing),
    fill: preflight('PUT', NAMES.join(',')),
    check: expectGranted,
  },
  {
    name: 'cors/preflight/reflect',
    sink: 'fake',
    baseline: { name: 'hand, unchecked', create: () => handReflectingPreflight(reflecting) },
    candidates: create({ sallyport: sallyportCore, ...peers }, reflecting),
    fill: preflight('PUT', NAMES.join(',')),
    check: expectGranted,
  },
  hostileCase('cors/hostile/commas', ','.repeat(LONGEST_HEADER)),
  hostileCase('cors/hostile/names', HOSTILE_NAMES),
]

function create(all: Readonly<Record<string, CorsCandidate>>, setup: CorsSetup): Case['candidates'] {
  return Object.fromEntries(Object.entries(all).map(([name, candidate]) => [name, () => candidate(setup)]))
}

/** What anybody can send, before any authentication. The baseline answers it without a look, as it does every preflight. */
function hostileCase(name: string, asked: string): Case {
  return {
    name,
    sink: 'fake',
    baseline: { name: 'hand, constant list', create: () => handPreflight(listing) },
    candidates: create({ sallyport: sallyportCore, ...peers }, reflecting),
    fill: preflight('PUT', asked),
    most: 128,
    // The peers grant it and echo the header, so only what came back tells the candidates apart, and the table shows that.
    check: (_request, headers) =>
      headers.vary === undefined && Object.keys(headers).length === 0 ? 'no answer' : undefined,
  }
}

function expectGranted(...[request, headers]: Parameters<Case['check']>): string | undefined {
  const granted = headers['access-control-allow-headers'] ?? ''
  const missing = NAMES.find((name) => !granted.includes(name))
  return missing === undefined ? expectAllowed(request, headers) : `${missing} not granted in ${granted}`
}
