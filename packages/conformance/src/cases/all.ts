import type { Case } from '../case.ts'
import { CORS } from './cors.ts'
import { CSP } from './csp.ts'
import { CSRF } from './csrf.ts'
import { ERRORS } from './errors.ts'
import { OPTIONS } from './options.ts'
import { PREFLIGHT } from './preflight.ts'
import { ROUTES } from './routes.ts'
import { VARY } from './vary.ts'

/** The whole contract. */
export const CASES: readonly Case[] = [
  ...CORS,
  ...PREFLIGHT,
  ...OPTIONS,
  ...ROUTES,
  ...VARY,
  ...ERRORS,
  ...CSP,
  ...CSRF,
]
