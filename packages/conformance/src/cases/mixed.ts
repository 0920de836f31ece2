import type { Case, ExpectedHeaders } from '../case.ts'
import { ADMIN, APP, CONFIGS, STRANGER } from './configs.ts'

const { mixed } = CONFIGS

const METHOD = 'access-control-request-method'
const ASKED = 'origin, access-control-request-method, access-control-request-headers'

const OPEN: ExpectedHeaders = { 'access-control-allow-origin': '*' }
const OWN: ExpectedHeaders = { 'access-control-allow-origin': ADMIN, 'access-control-allow-credentials': 'true' }

const ACTUAL: readonly (readonly [method: string, origin: string, title: string, headers: ExpectedHeaders])[] = [
  ['GET', STRANGER, 'open to all', { ...OPEN, 'access-control-expose-headers': 'x-total' }],
  ['HEAD', STRANGER, 'open to all', { ...OPEN, 'access-control-expose-headers': 'x-total' }],
  ['PUT', ADMIN, 'for some, with credentials', { ...OWN, vary: 'origin' }],
  ['PUT', STRANGER, 'not for others', { vary: 'origin' }],
  ['PUT', APP, 'not for whom the base trusts', { vary: 'origin' }],
  ['DELETE', ADMIN, 'for nobody', {}],
  ['DELETE', APP, 'for nobody, whom the base trusts either', {}],
  ['PATCH', APP, 'as the base has it', { 'access-control-allow-origin': APP, vary: 'origin' }],
]

const ASKING: readonly (readonly [method: string, origin: string, status: number, headers: ExpectedHeaders])[] = [
  ['GET', STRANGER, 204, { ...OPEN, 'access-control-allow-methods': 'GET, HEAD, POST', vary: ASKED }],
  ['PUT', ADMIN, 204, { ...OWN, 'access-control-allow-methods': 'PUT', vary: ASKED }],
  ['PUT', STRANGER, 403, { vary: ASKED }],
  ['PUT', APP, 403, { vary: ASKED }],
  // Nobody's business here, so the app's.
  ['DELETE', ADMIN, 200, { vary: 'origin, access-control-request-method' }],
  ['PATCH', APP, 204, { 'access-control-allow-origin': APP, 'access-control-allow-methods': 'PATCH', vary: ASKED }],
  ['POST', STRANGER, 403, { vary: ASKED }],
]

/** One path, and a policy for each of its methods. */
export const MIXED: readonly Case[] = [
  ...ACTUAL.map(
    ([method, origin, title, headers]): Case => ({
      title: `one path, ${method} from ${origin}: ${title}`,
      config: mixed,
      request: { method, path: '/ok', headers: { origin } },
      expect: { status: 200, headers },
    }),
  ),
  ...ASKING.map(
    ([method, origin, status, headers]): Case => ({
      title: `one path, a preflight for ${method} from ${origin}: ${status}`,
      config: mixed,
      request: { method: 'OPTIONS', path: '/ok', headers: { origin, [METHOD]: method } },
      expect: { status, headers, body: status === 200 ? '"method":"OPTIONS"' : '' },
    }),
  ),
]
