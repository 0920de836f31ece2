import type { Case } from '../case.ts'
import { CHANGED_CSP } from './changed-csp.ts'
import { CORS } from './cors.ts'
import { CSP } from './csp.ts'
import { CSRF } from './csrf.ts'
import { ERRORS } from './errors.ts'
import { HOSTILE } from './hostile.ts'
import { MIXED } from './mixed.ts'
import { OPTIONS } from './options.ts'
import { PREFLIGHT } from './preflight.ts'
import { PREFLIGHT_OPTIONS } from './preflight-options.ts'
import { REPORTING } from './reporting.ts'
import { RESOLVED } from './resolved.ts'
import { ROUTES } from './routes.ts'
import { STORED } from './stored.ts'
import { VARY } from './vary.ts'

/** The whole contract. */
export const CASES: readonly Case[] = [
  ...CORS,
  ...PREFLIGHT,
  ...PREFLIGHT_OPTIONS,
  ...RESOLVED,
  ...HOSTILE,
  ...OPTIONS,
  ...ROUTES,
  ...MIXED,
  ...VARY,
  ...ERRORS,
  ...CSP,
  ...CHANGED_CSP,
  ...REPORTING,
  ...STORED,
  ...CSRF,
]
