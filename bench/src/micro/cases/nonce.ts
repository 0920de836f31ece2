import { randomBytes, randomUUID } from 'node:crypto'
import { createNonce } from '@sallyport/core'
import { handNonce } from '../candidates/hand-nonce.ts'
import type { Case } from '../case.ts'
import type { Call } from '../exchange.ts'

/** At least 128 unguessable bits as text. */
export const nonceCases: readonly Case[] = [
  {
    name: 'nonce',
    sink: 'fake',
    baseline: { name: 'hand, pool and Buffer', create: () => keep(handNonce()) },
    candidates: {
      sallyport: () => keep(createNonce),
      'randomBytes, base64': () => keep(() => randomBytes(16).toString('base64')),
      randomUUID: () => keep(() => randomUUID()),
      'btoa of randomUUID': () => keep(() => btoa(randomUUID())),
    },
    fill: () => undefined,
    check: (_request, headers) => ((headers.nonce?.length ?? 0) >= 22 ? undefined : `${headers.nonce} is too short`),
  },
]

function keep(draw: () => string): Call {
  return (_request, response) => response.setHeader('nonce', draw())
}
