import type { CorsCandidate, CorsSetup } from '../candidates/cors-setup.ts'
import { expressCors } from '../candidates/express-cors.ts'
import { constantActual, handList, handOneOrigin, handPreflight, handWildcard } from '../candidates/hand-cors.ts'
import { handCsp } from '../candidates/hand-csp.ts'
import { helmetCsp } from '../candidates/helmet-csp.ts'
import { sallyportNode } from '../candidates/sallyport-cors.ts'
import { sallyportNodeCsp } from '../candidates/sallyport-csp.ts'
import type { Case } from '../case.ts'
import type { Fill } from '../exchange.ts'
import { APP, EXPRESSION, fromAnyOf, PATTERN, preflight, tenantOrigins } from '../origins.ts'
import { expectAllowed } from './cors-actual.ts'
import { comparePolicy } from './csp.ts'

const NAMES = ['authorization', 'content-type', 'x-requested-with']
const preflighting: CorsSetup = { origins: [APP], methods: ['GET', 'PUT'], allowedHeaders: NAMES }
const thousand: CorsSetup = { origins: tenantOrigins(1_000) }
const wildcard: CorsSetup = { origins: [PATTERN], expressions: [EXPRESSION] }

/** Middleware on Node's own response, from its making to its rendered head. */
export const realCases: readonly Case[] = [
  corsCase('real/one-origin', { origins: [APP] }, handOneOrigin, fromAnyOf([APP]), { constants: constantActual }),
  corsCase('real/list-1000', thousand, handList, fromAnyOf(thousand.origins)),
  corsCase('real/wildcard', wildcard, handWildcard, fromAnyOf(['https://ui.catalog.team.example.com'])),
  corsCase('real/preflight', preflighting, handPreflight, preflight('PUT', NAMES.join(','))),
  {
    name: 'real/csp-nonce',
    sink: 'real',
    baseline: { name: 'hand, pooled nonce', create: () => handCsp.createNonced() },
    candidates: {
      'hand again': () => handCsp.createNonced(),
      sallyport: () => sallyportNodeCsp.createNonced(),
      helmet: () => helmetCsp.createNonced(),
    },
    fill: () => undefined,
    check: (_request, headers) => comparePolicy(headers['content-security-policy'], true),
  },
]

function corsCase(
  name: string,
  setup: CorsSetup,
  hand: CorsCandidate,
  fill: Fill,
  more: Readonly<Record<string, CorsCandidate>> = {},
): Case {
  const all = { 'hand again': hand, ...more, sallyport: sallyportNode, cors: expressCors }
  return {
    name,
    sink: 'real',
    baseline: { name: 'hand', create: () => hand(setup) },
    candidates: Object.fromEntries(Object.entries(all).map(([key, candidate]) => [key, () => candidate(setup)])),
    fill,
    check: expectAllowed,
  }
}
