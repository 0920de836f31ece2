import type { CorsCandidate, CorsSetup } from '../candidates/cors-setup.ts'
import { expressCors } from '../candidates/express-cors.ts'
import {
  constantActual,
  constantEcho,
  constantInSmallLetters,
  constantPreflight,
  handList,
  handOneOrigin,
  handPreflight,
  handWildcard,
} from '../candidates/hand-cors.ts'
import { createKeptNonce, handCsp } from '../candidates/hand-csp.ts'
import { helmetCsp } from '../candidates/helmet-csp.ts'
import { sallyportNode } from '../candidates/sallyport-cors.ts'
import { sallyportNodeCsp } from '../candidates/sallyport-csp.ts'
import type { Case } from '../case.ts'
import { type Fill, freshText } from '../exchange.ts'
import { APP, EXPRESSION, fromAnyOf, PATTERN, preflight, tenantOrigins } from '../origins.ts'
import { expectAllowed } from './cors-actual.ts'
import { HOSTILE_NAMES, LONGEST_HEADER } from './cors-preflight.ts'
import { comparePolicy, createStatic } from './csp.ts'

const NAMES = ['authorization', 'content-type', 'x-requested-with']
const preflighting: CorsSetup = { origins: [APP], methods: ['GET', 'PUT'], allowedHeaders: NAMES }
/** Without a list, the peer echoes what is asked for. */
const echoing: CorsSetup = { origins: [APP], methods: ['GET', 'PUT'] }
const thousand: CorsSetup = { origins: tenantOrigins(1_000) }
const wildcard: CorsSetup = { origins: [PATTERN], expressions: [EXPRESSION] }

/** Middleware on Node's own response, from its making to its rendered head. */
export const realCases: readonly Case[] = [
  corsCase('real/one-origin', { origins: [APP] }, constantActual, fromAnyOf([APP]), {
    'constants in small letters': constantInSmallLetters,
    'by hand, checked': handOneOrigin,
  }),
  corsCase('real/list-1000', thousand, constantEcho, fromAnyOf(thousand.origins), { 'by hand, checked': handList }),
  corsCase('real/wildcard', wildcard, constantEcho, fromAnyOf(['https://ui.catalog.team.example.com']), {
    'by hand, checked': handWildcard,
  }),
  corsCase('real/preflight', preflighting, constantPreflight, preflight('PUT', NAMES.join(',')), {
    'by hand, origin checked': handPreflight,
  }),
  hostileCase('real/hostile-names', { 'access-control-request-headers': HOSTILE_NAMES }),
  hostileCase('real/hostile-commas', { 'access-control-request-headers': ','.repeat(LONGEST_HEADER) }),
  hostileCase('real/hostile-origin', { origin: `https://${'a.'.repeat(LONGEST_HEADER / 2)}example.com` }),
  {
    name: 'real/csp-unread',
    sink: 'real',
    baseline: { name: 'hand, constant', create: () => createStatic(handCsp) },
    candidates: {
      'hand again': () => createStatic(handCsp),
      sallyport: () => sallyportNodeCsp.createUnread(),
    },
    fill: () => undefined,
    check: (_request, headers) => comparePolicy(headers['content-security-policy'], false),
  },
  {
    name: 'real/csp-nonce',
    sink: 'real',
    baseline: { name: 'hand, pooled nonce', create: () => handCsp.createNonced() },
    candidates: {
      'hand again': () => handCsp.createNonced(),
      'hand, and Cache-Control': createKeptNonce,
      sallyport: () => sallyportNodeCsp.createNonced(),
      helmet: () => helmetCsp.createNonced(),
    },
    fill: () => undefined,
    check: (_request, headers) => comparePolicy(headers['content-security-policy'], true),
  },
]

/** What anybody can send beside a preflight that is granted: both are ours. */
function hostileCase(name: string, sent: Readonly<Record<string, string>>): Case {
  const allowed = preflight('PUT', NAMES.join(','))
  const texts = Object.entries(sent).map(([header, text]) => [header, Buffer.from(text, 'latin1')] as const)
  return {
    name,
    sink: 'real',
    baseline: { name: 'a preflight that is granted', create: () => sallyportNode(preflighting) },
    candidates: { sallyport: () => sallyportNode(preflighting), cors: () => expressCors(echoing) },
    fillBaseline: allowed,
    fill(request) {
      allowed(request)
      for (const [header, bytes] of texts) request.headers[header] = freshText(bytes)
    },
    most: 128,
    // The peer grants it and echoes the header; the table shows what that costs.
    check: () => undefined,
  }
}

/** Beside constants: the same headers, whoever asks. */
function corsCase(
  name: string,
  setup: CorsSetup,
  constants: CorsCandidate,
  fill: Fill,
  more: Readonly<Record<string, CorsCandidate>>,
): Case {
  const all = { 'constants again': constants, ...more, sallyport: sallyportNode, cors: expressCors }
  return {
    name,
    sink: 'real',
    baseline: { name: 'constants', create: () => constants(setup) },
    candidates: Object.fromEntries(Object.entries(all).map(([key, candidate]) => [key, () => candidate(setup)])),
    fill,
    check: expectAllowed,
  }
}
