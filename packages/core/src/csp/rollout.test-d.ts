import type { CspConfig, CspObject } from './config.ts'
import { rolloutCsp } from './rollout.ts'
import { strictCsp } from './strict.ts'

const sample = { share: 0.1, cookie: 'sid' } as const
const directives = { 'img-src': ["'self'"] } as const

export const sampled: CspConfig = { directives, reportOnly: true, sample }
export const spread: CspConfig = { ...strictCsp({ mode: 'nonce' }), reportOnly: true, sample }
export const flagged = (reportOnly: boolean): CspObject => ({ directives, reportOnly })
export const staged: readonly CspConfig[] = rolloutCsp({ stage: 'observe', next: spread, sample })

// @ts-expect-error what is enforced is enforced for everybody
export const enforced: CspConfig = { directives, sample }
// @ts-expect-error nor is it known to be on trial
export const perhaps = (reportOnly: boolean): CspConfig => ({ directives, reportOnly, sample })
// @ts-expect-error a sample of what
export const shareless: CspConfig = { directives, reportOnly: true, sample: { cookie: 'sid' } }
// @ts-expect-error there is no such stage
rolloutCsp({ stage: 'report', next: spread })
