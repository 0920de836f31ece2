import type { Case } from './case.ts'
import { actualCases } from './cases/cors-actual.ts'
import { preflightCases } from './cases/cors-preflight.ts'
import { cspCases } from './cases/csp.ts'
import { growthCases } from './cases/growth.ts'
import { nonceCases } from './cases/nonce.ts'
import { realCases } from './cases/real.ts'

export const cases: readonly Case[] = [
  ...actualCases,
  ...preflightCases,
  ...cspCases,
  ...nonceCases,
  ...realCases,
  ...growthCases,
]
