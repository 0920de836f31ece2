import type { CorsCandidate, CorsSetup } from '../candidates/cors-setup.ts'
import { expressCors } from '../candidates/express-cors.ts'
import { fastifyCors } from '../candidates/fastify-cors.ts'
import { constantActual, handList, handOneOrigin, handWildcard } from '../candidates/hand-cors.ts'
import { honoCors } from '../candidates/hono-cors.ts'
import { koaCors } from '../candidates/koa-cors.ts'
import { sallyportCore } from '../candidates/sallyport-cors.ts'
import type { Case } from '../case.ts'
import {
  APP,
  activeAmong,
  EXPRESSION,
  fromAnyOf,
  fromAnyOfThese,
  PATTERN,
  previewOrigins,
  strangerOrigins,
  tenantOrigins,
  unlistedPreviews,
} from '../origins.ts'

const peers: Readonly<Record<string, CorsCandidate>> = {
  '@fastify/cors': fastifyCors,
  hono: honoCors,
  cors: expressCors,
  '@koa/cors': koaCors,
}

const sizes = [10, 1_000, 100_000]

/** GET requests with an `Origin`: what almost every CORS request is. */
export const actualCases: readonly Case[] = [
  {
    ...compare('cors/one-origin', { origins: [APP] }, handOneOrigin, { constants: constantActual }),
    fill: fromAnyOf([APP]),
    check: expectAllowed,
  },
  ...sizes.flatMap((size) => [
    listCase(
      `cors/list-${size}/hit`,
      () => tenantOrigins(size),
      () => tenantOrigins(size),
      expectAllowed,
    ),
    listCase(
      `cors/list-${size}/miss`,
      () => tenantOrigins(size),
      () => strangerOrigins(size),
      expectRefused,
    ),
  ]),
  // Of a hundred thousand tenants few are about at one time; those above are any of them, which finds nothing of the list in a cache.
  listCase(
    'cors/list-100000/active',
    () => tenantOrigins(100_000),
    () => activeAmong(tenantOrigins(100_000)),
    expectAllowed,
  ),
  listCase(
    'cors/ids-100000/active',
    () => previewOrigins(100_000),
    () => activeAmong(previewOrigins(100_000)),
    expectAllowed,
  ),
  // A list that is searched from its start passes most names of another length at a glance; these are all of one length.
  ...[1_000, 100_000].flatMap((size) => [
    listCase(
      `cors/ids-${size}/hit`,
      () => previewOrigins(size),
      () => previewOrigins(size),
      expectAllowed,
    ),
    listCase(
      `cors/ids-${size}/miss`,
      () => previewOrigins(size),
      () => unlistedPreviews(size),
      expectRefused,
    ),
  ]),
  {
    ...compare('cors/wildcard/hit', { origins: [PATTERN], expressions: [EXPRESSION] }, handWildcard),
    fill: fromAnyOf(teamOrigins('https://', '.team.example.com')),
    check: expectAllowed,
  },
  {
    ...compare('cors/wildcard/miss', { origins: [PATTERN], expressions: [EXPRESSION] }, handWildcard),
    fill: fromAnyOf(teamOrigins('https://', '.team.example.com.attacker.net')),
    check: expectRefused,
  },
]

function compare(
  name: string,
  setup: CorsSetup,
  hand: CorsCandidate,
  more: Readonly<Record<string, CorsCandidate>> = {},
): Pick<Case, 'name' | 'sink' | 'baseline' | 'candidates'> {
  const all = { 'hand again': hand, ...more, sallyport: sallyportCore, ...peers }
  const candidates = Object.entries(all).map(([key, candidate]) => [key, () => candidate(setup)])
  return {
    name,
    sink: 'fake',
    baseline: { name: 'hand', create: () => hand(setup) },
    candidates: Object.fromEntries(candidates),
  }
}

// A hundred thousand origins are made only where they are measured.
function listCase(
  name: string,
  listed: () => readonly string[],
  asking: () => readonly string[],
  check: Case['check'],
): Case {
  const setup: CorsSetup = {
    get origins() {
      return listed()
    },
  }
  return { ...compare(name, setup, handList), fill: fromAnyOfThese(asking), check }
}

function teamOrigins(start: string, end: string): readonly string[] {
  return ['ui.catalog', 'ui.checkout', 'ui.account', 'preview-7.catalog', 'search', 'a.b'].map(
    (label) => start + label + end,
  )
}

/** A request for which a refusal would be wrong. */
export function expectAllowed(...[request, headers]: Parameters<Case['check']>): string | undefined {
  const allowed = headers['access-control-allow-origin']
  return allowed === request.headers.origin ? undefined : `allowed ${allowed}, not ${request.headers.origin}`
}

function expectRefused(...[, headers]: Parameters<Case['check']>): string | undefined {
  const allowed = headers['access-control-allow-origin']
  return allowed === undefined || allowed === 'false' ? undefined : `allowed ${allowed}`
}
